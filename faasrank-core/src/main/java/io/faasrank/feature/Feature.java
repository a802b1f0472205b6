package io.faasrank.feature;

import io.faasrank.cluster.ResourceMetric;

/**
 * One column of the state vector (Section IV-A).
 *
 * @param name the paper's name without the delta sign
 * @param unit unit of the column as encoded; {@code /s} for a change per second
 * @param kind whether the source is a counter or a level
 * @param source where the value comes from
 */
public record Feature(String name, String unit, ResourceMetric.Kind kind, Source source) {

  /**
   * The neutral value of every column, in scaled units: an unknown value takes the training mean,
   * which the scaler maps to this.
   */
  public static final float NEUTRAL = 0f;

  static Feature of(ResourceMetric metric) {
    boolean delta = metric.kind() == ResourceMetric.Kind.DELTA;
    return new Feature(
        metric.metricName(),
        delta ? metric.unit() + "/s" : metric.unit(),
        metric.kind(),
        Source.INVOKER_REPORT);
  }

  static Feature gauge(String name, String unit, Source source) {
    return new Feature(name, unit, ResourceMetric.Kind.GAUGE, source);
  }

  /** Who knows the value. */
  public enum Source {
    /** The invoker's last report, as it is. */
    INVOKER_REPORT,
    /** The invoker's last report, corrected by the scheduler's own book. */
    BOOK,
    /** The action and what was measured of it on all invokers. */
    ACTION
  }
}
