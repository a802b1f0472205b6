package io.faasrank.metrics.publish;

import io.faasrank.cluster.ContainerReport;
import io.faasrank.cluster.InvokerReport;
import io.faasrank.cluster.ResourceReport;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Combines the last sample of the resource metrics with the present state of the containers.
 * Between two samples a report repeats the resources with the time of their sample, since one over
 * the last 50 ms would be a handful of clock ticks. Not thread-safe.
 */
public final class InvokerReports {

  private final int invoker;
  private final String uniqueName;
  private final Supplier<ResourceReport> sampler;
  private final Supplier<@Nullable ContainerReport> containers;
  private final LongSupplier wallMillis;
  private final @Nullable Long startedAtMillis;
  private @Nullable ResourceReport resources;

  /**
   * @param invoker number of the invoker
   * @param uniqueName its name, not empty
   * @param startedAtMillis since when what its containers run for can have been taken: the start of
   *     its process, or of its host where that is all that can be seen; null where unknown
   * @param sampler takes a sample: the metrics since the last one
   * @param containers its containers; null where none can be seen
   */
  public InvokerReports(
      int invoker,
      String uniqueName,
      @Nullable Long startedAtMillis,
      Supplier<ResourceReport> sampler,
      Supplier<@Nullable ContainerReport> containers,
      LongSupplier wallMillis) {
    this.invoker = invoker;
    this.uniqueName = uniqueName;
    this.sampler = sampler;
    this.containers = containers;
    this.wallMillis = wallMillis;
    this.startedAtMillis = startedAtMillis;
  }

  int invoker() {
    return invoker;
  }

  /** Takes the next sample of the resource metrics. */
  void sample() {
    resources = sampler.get();
  }

  /** The present report; null before the first sample. */
  @Nullable InvokerReport report() {
    ResourceReport sampled = resources;
    if (sampled == null) {
      return null;
    }
    long now = wallMillis.getAsLong();
    return new InvokerReport(invoker, uniqueName, startedAtMillis, now, sampled, containers.get());
  }
}
