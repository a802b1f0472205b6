package io.faasrank.loadbalancer.observe;

import java.util.List;

/**
 * One time series: a metric with a value for each of its tags.
 *
 * @param tags values in the order of {@link OperatorMetric#tagKeys()}
 */
public record Series(OperatorMetric metric, List<String> tags) {

  /**
   * @throws IllegalArgumentException when the number of tags is not the metric's
   */
  public Series {
    tags = List.copyOf(tags);
    if (tags.size() != metric.tagKeys().size()) {
      throw new IllegalArgumentException(
          String.format(
              "metric %s has tags %s, got %s", metric.metricName(), metric.tagKeys(), tags));
    }
  }

  /** A series of the metric. */
  public static Series of(OperatorMetric metric, String... tags) {
    return new Series(metric, List.of(tags));
  }
}
