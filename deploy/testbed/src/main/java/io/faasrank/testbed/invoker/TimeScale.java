package io.faasrank.testbed.invoker;

/**
 * How fast virtual time runs.
 *
 * @param virtualPerReal virtual seconds that pass in a real second, above 0 and at most 1,000; at
 *     20, a wake-up that is a millisecond late already costs 20 virtual ones
 */
public record TimeScale(double virtualPerReal) {

  /** Virtual time is real time. */
  public static final TimeScale REAL = new TimeScale(1);

  private static final double HIGHEST = 1000;
  private static final double NANOS_PER_SECOND = 1e9;

  public TimeScale {
    if (!(virtualPerReal > 0 && virtualPerReal <= HIGHEST)) {
      throw new IllegalArgumentException(
          "the time scale is %s, not above 0 and at most %s".formatted(virtualPerReal, HIGHEST));
    }
  }

  /** Virtual seconds that pass in a real time. */
  public double virtualSeconds(long realNanos) {
    return realNanos / NANOS_PER_SECOND * virtualPerReal;
  }

  /** Real nanoseconds in which a virtual time passes, rounded up. */
  public long realNanos(double virtualSeconds) {
    return (long) Math.ceil(virtualSeconds / virtualPerReal * NANOS_PER_SECOND);
  }
}
