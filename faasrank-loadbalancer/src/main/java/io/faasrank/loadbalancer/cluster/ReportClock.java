package io.faasrank.loadbalancer.cluster;

import io.faasrank.cluster.InvokerReport;

/**
 * Converts the sampling time of one invoker's reports to this controller's monotonic clock, and
 * keeps their order. The clocks are not synchronised, so only the lag beyond the shortest seen
 * counts as age: {@code age = lag - shortest lag}. Setting a controller's wall clock changes
 * nothing.
 */
final class ReportClock {

  /**
   * The shortest lag grows by this per report, to follow clocks that drift apart and an invoker's
   * clock that was set back by less than the time between two reports. Twice what Linux lets a
   * clock run fast or slow while it is adjusted, 500 parts in a million, at one report a second.
   */
  private static final double DRIFT_MILLIS = 1;

  private String uniqueName = "";
  private long sampledAtMillis;
  private long acceptedNanos;
  private double shortestLagMillis;

  /** Whether another process reports under the number than before. */
  boolean renamed(InvokerReport report) {
    return !report.uniqueName().equals(uniqueName);
  }

  /**
   * Whether the report is the last one again, as after a full read, or an older one. An older one
   * that follows a gap is taken, since the invoker's clock may have been set back.
   */
  boolean outdated(InvokerReport report, long nowNanos, long staleNanos) {
    if (renamed(report)) {
      return false;
    }
    long laterMillis = report.sampledAtMillis() - sampledAtMillis;
    return laterMillis == 0 || (laterMillis < 0 && nowNanos - acceptedNanos <= staleNanos);
  }

  /**
   * Takes a report and returns when it was sampled.
   *
   * @param nowNanos monotonic clock of the controller at its arrival
   */
  long accept(InvokerReport report, long nowNanos) {
    double lagMillis = nowNanos / 1e6 - report.sampledAtMillis();
    boolean anew = renamed(report) || report.sampledAtMillis() <= sampledAtMillis;
    shortestLagMillis = anew ? lagMillis : Math.min(lagMillis, shortestLagMillis + DRIFT_MILLIS);
    uniqueName = report.uniqueName();
    sampledAtMillis = report.sampledAtMillis();
    acceptedNanos = nowNanos;
    return nowNanos - (long) ((lagMillis - shortestLagMillis) * 1e6);
  }
}
