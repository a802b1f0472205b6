package io.faasrank.cluster;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The 21 resource metrics of an invoker over one sampling interval: the change over the interval
 * for {@link ResourceMetric.Kind#DELTA}, the value at its end for gauges, each in {@link
 * ResourceMetric#unit()}. NaN where the host does not provide the value.
 */
public final class ResourceReport {

  private final long sampledAtMillis;
  private final double intervalMillis;
  private final int cores;
  private final double[] values;

  /**
   * @param sampledAtMillis end of the interval, in milliseconds since 1970
   * @param intervalMillis true length of the interval by a clock that is never set, in milliseconds
   * @param cores CPU cores of the host that are online
   * @param values one value per metric, indexed by ordinal; copied
   */
  public ResourceReport(long sampledAtMillis, double intervalMillis, int cores, double[] values) {
    if (values.length != ResourceMetric.COUNT) {
      throw new IllegalArgumentException(
          "a report has " + ResourceMetric.COUNT + " resource metrics, not " + values.length);
    }
    this.sampledAtMillis = sampledAtMillis;
    this.intervalMillis = intervalMillis;
    this.cores = cores;
    this.values = values.clone();
  }

  public long sampledAtMillis() {
    return sampledAtMillis;
  }

  public double intervalMillis() {
    return intervalMillis;
  }

  public int cores() {
    return cores;
  }

  /** Value of the metric as published: a change over the interval, or a level; NaN unknown. */
  public double value(ResourceMetric metric) {
    return values[metric.ordinal()];
  }

  /**
   * The array that {@link ClusterView#resources} hands out: changes per second for deltas, values
   * for gauges, NaN where unknown. A new array with each call.
   */
  public float[] features() {
    float[] features = new float[ResourceMetric.COUNT];
    for (ResourceMetric metric : ResourceMetric.values()) {
      double value = value(metric);
      boolean delta = metric.kind() == ResourceMetric.Kind.DELTA;
      features[metric.ordinal()] = (float) (delta ? value * 1000 / intervalMillis : value);
    }
    return features;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ResourceReport that
        && sampledAtMillis == that.sampledAtMillis
        && Double.compare(intervalMillis, that.intervalMillis) == 0
        && cores == that.cores
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(sampledAtMillis) * 31 + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return String.format(
        "ResourceReport[sampledAtMillis=%s, intervalMillis=%s, cores=%s, values=%s]",
        sampledAtMillis, intervalMillis, cores, Arrays.toString(values));
  }
}
