package io.faasrank.loadbalancer.cluster;

import io.faasrank.cluster.InvokerReport;

/**
 * Brings the time of sampling of one invoker's reports to this controller's monotonic clock, and
 * keeps their order. The clocks of two hosts differ, so only the lag beyond the shortest seen
 * counts as age: {@code age = lag - shortest lag}.
 */
final class ReportClock {

  /** The shortest lag grows by this per report, to follow clocks that drift apart. Unmeasured. */
  private static final double DRIFT_MILLIS = 0.1;

  private String uniqueName = "";
  private long sampledAtMillis;
  private long acceptedNanos;
  private double shortestLagMillis;

  /** Whether another process reports under the number than before. */
  boolean renamed(InvokerReport report) {
    return !report.uniqueName().equals(uniqueName);
  }

  /**
   * Whether the report is older than the last one, or that one itself, as after a full read. A
   * report that follows a gap is taken whatever its time, since its clock may have been set back.
   */
  boolean outdated(InvokerReport report, long nowNanos, long staleNanos) {
    return !renamed(report)
        && report.sampledAtMillis() <= sampledAtMillis
        && nowNanos - acceptedNanos <= staleNanos;
  }

  /**
   * Takes a report in and tells when it was sampled.
   *
   * @param nowMillis wall clock of the controller at its arrival
   * @param nowNanos monotonic clock then
   */
  long accept(InvokerReport report, long nowMillis, long nowNanos) {
    double lagMillis = nowMillis - report.sampledAtMillis();
    boolean anew = renamed(report) || report.sampledAtMillis() <= sampledAtMillis;
    shortestLagMillis = anew ? lagMillis : Math.min(lagMillis, shortestLagMillis + DRIFT_MILLIS);
    uniqueName = report.uniqueName();
    sampledAtMillis = report.sampledAtMillis();
    acceptedNanos = nowNanos;
    return nowNanos - (long) ((lagMillis - shortestLagMillis) * 1e6);
  }
}
