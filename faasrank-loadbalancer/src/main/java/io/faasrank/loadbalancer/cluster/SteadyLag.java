package io.faasrank.loadbalancer.cluster;

import org.jspecify.annotations.Nullable;

/**
 * Tells when the lag of an invoker's reports has stood still. The window is cut into parts, and of
 * each part only the shortest lag counts, so that a report which was held up alone does no harm. It
 * stands still when those of the last parts differ by no more than clocks may drift apart from the
 * middle of the first to the middle of the last.
 */
final class SteadyLag {

  /**
   * How long a part is at least. Chosen: in that time a backlog that grows by 2 ms a second, twice
   * the drift, stands out of a jitter of some milliseconds.
   */
  private static final long PART_NANOS = 5_000_000_000L;

  /** Fewest reports of a part, where they come less often than one in two seconds. Chosen. */
  private static final int PART_REPORTS = 3;

  private static final int PARTS = 3;

  /** The window of an invoker that reports at least each other second. */
  static final long WINDOW_NANOS = PARTS * PART_NANOS;

  /** The last parts: shortest lag in milliseconds, and when the part began. */
  private final double[] shortestMillis = new double[PARTS];

  private final long[] beganNanos = new long[PARTS];
  private int full;

  private double shortestNow;
  private long nowBeganNanos;
  private int reports;

  /**
   * Takes the lag of a report.
   *
   * @return the shortest lag of a window that ends with this report and throughout which it stood
   *     still; null otherwise
   */
  @Nullable Double add(double lagMillis, long nowNanos) {
    if (reports == 0) {
      nowBeganNanos = nowNanos;
      shortestNow = lagMillis;
    }
    shortestNow = Math.min(shortestNow, lagMillis);
    reports++;
    if (reports < PART_REPORTS || nowNanos - nowBeganNanos < PART_NANOS) {
      return null;
    }
    System.arraycopy(shortestMillis, 1, shortestMillis, 0, PARTS - 1);
    System.arraycopy(beganNanos, 1, beganNanos, 0, PARTS - 1);
    shortestMillis[PARTS - 1] = shortestNow;
    beganNanos[PARTS - 1] = nowBeganNanos;
    full = Math.min(full + 1, PARTS);
    reports = 0;
    return full == PARTS ? still() : null;
  }

  private @Nullable Double still() {
    double least = shortestMillis[0];
    double most = least;
    for (double each : shortestMillis) {
      least = Math.min(least, each);
      most = Math.max(most, each);
    }
    double apartSeconds = (beganNanos[PARTS - 1] - beganNanos[0]) / 1e9;
    return most - least <= ReportClock.DRIFT_MILLIS_PER_SECOND * apartSeconds ? least : null;
  }
}
