package io.faasrank.feature;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.ClusterView;
import io.faasrank.cluster.ResourceMetric;

/**
 * One column of the state vector (Section IV-A): what it is called and how it is read.
 *
 * @param name the paper's name without the delta sign, or one of this program's
 * @param unit unit of the column as encoded; {@code /s} for a change per second
 * @param kind whether the source is a counter or a level
 * @param source where the value comes from
 * @param reader reads the value, in that unit
 */
public record Feature(
    String name, String unit, ResourceMetric.Kind kind, Source source, Reader reader) {

  /**
   * The neutral value of every column, in scaled units: an unknown value takes the training mean,
   * which the scaler maps to this.
   */
  public static final float NEUTRAL = 0f;

  /** Reads one value; NaN where it is unknown. Allocates nothing and is shared between threads. */
  @FunctionalInterface
  public interface Reader {

    /**
     * The value of one invoker for one action.
     *
     * @param position the invoker's position in the view
     */
    float read(ClusterView view, int position, Action action);
  }

  /** Who knows the value. */
  public enum Source {
    /** The invoker's last report, as it is. */
    INVOKER_REPORT(false),
    /** The invoker's last report, corrected by the scheduler's own book. */
    BOOK(false),
    /** The action and what was measured of it on all invokers. */
    ACTION(true),
    /** The sums over all usable invokers. */
    CLUSTER(true);

    private final boolean shared;

    Source(boolean shared) {
      this.shared = shared;
    }

    /** Whether a value is the same for all candidates of a decision, so that one reading serves. */
    public boolean shared() {
      return shared;
    }
  }

  static Feature of(ResourceMetric metric) {
    boolean delta = metric.kind() == ResourceMetric.Kind.DELTA;
    int index = metric.ordinal();
    return new Feature(
        metric.metricName(),
        delta ? metric.unit() + "/s" : metric.unit(),
        metric.kind(),
        Source.INVOKER_REPORT,
        (view, position, action) -> view.resources(position)[index]);
  }

  static Feature gauge(String name, String unit, Source source, Reader reader) {
    return new Feature(name, unit, ResourceMetric.Kind.GAUGE, source, reader);
  }
}
