package io.faasrank.report;

import io.faasrank.simulation.Completion;
import java.util.Arrays;
import java.util.List;

/**
 * The number of in-flight invocations (arrived and not completed) over virtual time, as a step
 * function from 0 to the last completion: the series of Fig. 7.
 *
 * <p>Immutable. Simultaneous arrivals and completions are one step.
 */
public final class InFlight {

  private final double[] times;
  private final int[] counts;

  private InFlight(double[] times, int[] counts) {
    this.times = times;
    this.counts = counts;
  }

  /** Counts the completions of one episode; none gives a series that is zero everywhere. */
  public static InFlight of(List<Completion> completions) {
    double[] starts = completions.stream().mapToDouble(Completion::arrivalSeconds).toArray();
    double[] ends = completions.stream().mapToDouble(Completion::completionSeconds).toArray();
    Arrays.sort(starts);
    Arrays.sort(ends);
    double[] times = new double[starts.length + ends.length];
    int[] counts = new int[times.length];
    int steps = 0;
    int started = 0;
    int ended = 0;
    while (ended < ends.length) {
      double time = started < starts.length ? Math.min(starts[started], ends[ended]) : ends[ended];
      while (started < starts.length && starts[started] == time) {
        started++;
      }
      while (ended < ends.length && ends[ended] == time) {
        ended++;
      }
      times[steps] = time;
      counts[steps++] = started - ended;
    }
    return new InFlight(Arrays.copyOf(times, steps), Arrays.copyOf(counts, steps));
  }

  /** The last completion, in seconds; 0 without any. */
  public double endSeconds() {
    return times.length == 0 ? 0 : times[times.length - 1];
  }

  /** In-flight invocations at a time, in seconds; a step counts from its own time on. */
  public int at(double seconds) {
    int found = Arrays.binarySearch(times, seconds);
    int step = found >= 0 ? found : -found - 2;
    return step < 0 ? 0 : counts[step];
  }

  /** The integral over time in invocation-seconds; equal to the sum of all completion times. */
  public double area() {
    double area = 0;
    for (int i = 0; i + 1 < times.length; i++) {
      area += counts[i] * (times[i + 1] - times[i]);
    }
    return area;
  }

  /** Compares this series with another over the longer of the two durations. */
  public Comparison compare(InFlight other) {
    double fewerSeconds = 0;
    double fewerArea = 0;
    double moreArea = 0;
    double from = 0;
    int own = 0;
    int others = 0;
    for (int i = 0, j = 0; i < times.length || j < other.times.length; ) {
      double ownNext = i < times.length ? times[i] : Double.POSITIVE_INFINITY;
      double othersNext = j < other.times.length ? other.times[j] : Double.POSITIVE_INFINITY;
      double to = Math.min(ownNext, othersNext);
      fewerSeconds += own < others ? to - from : 0;
      fewerArea += Math.max(0, others - own) * (to - from);
      moreArea += Math.max(0, own - others) * (to - from);
      own = ownNext == to ? counts[i++] : own;
      others = othersNext == to ? other.counts[j++] : others;
      from = to;
    }
    double duration = Math.max(endSeconds(), other.endSeconds());
    return new Comparison(fewerSeconds / duration, fewerArea / (fewerArea + moreArea));
  }

  /**
   * One series against another.
   *
   * @param timeShare share of the time with strictly fewer in flight, 0 to 1; NaN if nothing ran
   * @param areaShare share of the area between the two series in which there are fewer in flight, 0
   *     to 1; NaN if the series are equal
   */
  public record Comparison(double timeShare, double areaShare) {}
}
