package io.faasrank.metrics.sampling;

import io.faasrank.cluster.ReportBounds;
import io.faasrank.cluster.ResourceMetric;
import io.faasrank.cluster.ResourceReport;
import java.util.Arrays;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Stage 1 of 12: turns readings of the host into changes over the true interval between them. The
 * interval is taken from a clock that is never set, so a step of the wall clock changes no value. A
 * value that no host can reach is left out as unknown (NaN), never clipped. Not thread-safe.
 */
public final class ResourceSampler {

  private static final double NANOS_PER_MILLI = 1e6;

  private final Supplier<HostCounters> host;
  private final LongSupplier nanoClock;
  private final LongSupplier wallMillis;

  private HostCounters previous;
  private long previousNanos;

  /** Takes the first reading, with which the first sample is compared. */
  ResourceSampler(Supplier<HostCounters> host, LongSupplier nanoClock, LongSupplier wallMillis) {
    this.host = host;
    this.nanoClock = nanoClock;
    this.wallMillis = wallMillis;
    this.previous = host.get();
    this.previousNanos = nanoClock.getAsLong();
  }

  /** A sampler of this process' host. */
  public static ResourceSampler of(ProcReader proc, LongSupplier wallMillis) {
    return new ResourceSampler(proc::read, System::nanoTime, wallMillis);
  }

  /** The metrics since the last call, or since the construction. */
  public ResourceReport sample() {
    HostCounters now = host.get();
    long nanos = nanoClock.getAsLong();
    double intervalMillis = (nanos - previousNanos) / NANOS_PER_MILLI;
    double[] values = new double[ResourceMetric.COUNT];
    Arrays.fill(values, Double.NaN);
    for (ResourceMetric metric : ResourceMetric.values()) {
      double value = value(metric, previous, now);
      if (value >= 0 && value <= ReportBounds.highest(metric, now.cores(), intervalMillis)) {
        values[metric.ordinal()] = value;
      }
    }
    previous = now;
    previousNanos = nanos;
    return new ResourceReport(wallMillis.getAsLong(), intervalMillis, now.cores(), values);
  }

  private static double value(ResourceMetric metric, HostCounters before, HostCounters after) {
    if (metric.kind() == ResourceMetric.Kind.GAUGE) {
      return after.gauges().getOrDefault(metric, Double.NaN);
    }
    Map<String, Long> earlier = before.counters().get(metric);
    Map<String, Long> later = after.counters().get(metric);
    return earlier == null || later == null ? Double.NaN : CounterChange.of(earlier, later);
  }
}
