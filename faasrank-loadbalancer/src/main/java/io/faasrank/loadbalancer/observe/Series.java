package io.faasrank.loadbalancer.observe;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One time series: a metric with a value for each of its tags. What a metrics page might not escape
 * becomes an underscore, since some values come from outside, such as a model's version, and one
 * quote makes the whole page unreadable.
 *
 * @param tags values in the order of {@link OperatorMetric#tagKeys()}, of letters, digits and
 *     {@code - _ . : +} alone
 */
public record Series(OperatorMetric metric, List<String> tags) {

  /** Neither needs escaping in Prometheus' format nor splits a name. */
  private static final Pattern UNSAFE = Pattern.compile("[^A-Za-z0-9_.:+-]");

  /**
   * @throws IllegalArgumentException when the number of tags is not the metric's
   */
  public Series {
    tags =
        tags.stream()
            .map(value -> UNSAFE.matcher(value).replaceAll("_"))
            .collect(Collectors.toUnmodifiableList());
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
