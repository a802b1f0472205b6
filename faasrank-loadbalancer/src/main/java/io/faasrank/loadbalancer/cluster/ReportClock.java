package io.faasrank.loadbalancer.cluster;

import io.faasrank.cluster.InvokerReport;

/**
 * Converts the sampling time of one invoker's reports to this controller's monotonic clock, and
 * keeps their order. The clocks are not synchronised, so only the lag beyond the shortest counts as
 * age: {@code age = lag - shortest lag}. Setting a controller's wall clock changes nothing.
 *
 * <p>A lag that grows is a clock that runs slow or a delivery that falls behind, and a report alone
 * does not tell which. So the shortest lag follows it in two ways only:
 *
 * <ul>
 *   <li>by {@link #DRIFT_MILLIS_PER_SECOND} of the time that has gone by, however many reports came
 *       meanwhile; a backlog that grows faster counts as age;
 *   <li>as a whole, once the lag has stood still for a {@link SteadyLag window}: what waits in a
 *       backlog waits longer and longer, or less and less, whereas a clock that was set, slewed or
 *       stopped differs by the same from then on.
 * </ul>
 *
 * <p>A delivery that is late by the same time for a whole window, to within the drift, would be
 * taken for a clock.
 */
final class ReportClock {

  /**
   * The shortest lag may grow by this per second. From the kernel: twice the 500 parts in a million
   * by which Linux lets NTP run a clock fast or slow, since both hosts have one. Tools that slew
   * faster, such as chrony by up to a twelfth, are left to the window.
   */
  static final double DRIFT_MILLIS_PER_SECOND = 1;

  private String uniqueName = "";
  private long sampledAtMillis;
  private long acceptedNanos;
  private double shortestLagMillis;
  private SteadyLag steady = new SteadyLag();

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
    if (renamed(report) || report.sampledAtMillis() <= sampledAtMillis) {
      shortestLagMillis = lagMillis;
      steady = new SteadyLag();
    } else {
      // a silence is no reason to trust more than a window's drift
      long driftingNanos = Math.min(nowNanos - acceptedNanos, SteadyLag.WINDOW_NANOS);
      shortestLagMillis += DRIFT_MILLIS_PER_SECOND * driftingNanos / 1e9;
    }
    Double still = steady.add(lagMillis, nowNanos);
    if (still != null) {
      shortestLagMillis = Math.max(shortestLagMillis, still);
    }
    shortestLagMillis = Math.min(shortestLagMillis, lagMillis);
    uniqueName = report.uniqueName();
    sampledAtMillis = report.sampledAtMillis();
    acceptedNanos = nowNanos;
    return nowNanos - (long) ((lagMillis - shortestLagMillis) * 1e6);
  }
}
