package io.faasrank.report;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What two results are compared by; less is better. Named in thresholds. */
public enum ComparedMetric {
  /** Mean completion time of an episode. */
  FCT("fct", "s", "meanSeconds", 1, 3),
  /** 99th percentile of the completion times of an episode. */
  P99("p99", "s", "p99Seconds", 1, 3),
  /** Share of activations that started a container. */
  COLD("cold", "%", "coldShare", 100, 2),
  /** Mean of completion time over the function's own run time, so that short functions count. */
  SLOWDOWN("slowdown", "x", "slowdown", 1, 3);

  private final String key;
  private final String unit;
  private final String field;
  private final int factor;
  private final int decimals;

  ComparedMetric(String key, String unit, String field, int factor, int decimals) {
    this.key = key;
    this.unit = unit;
    this.field = field;
    this.factor = factor;
    this.decimals = decimals;
  }

  /** Name in thresholds, tables and JSON. */
  public String key() {
    return key;
  }

  /** Unit of a figure in the tables. */
  public String unit() {
    return unit;
  }

  /** Name of an episode's figure in the result's JSON. */
  String field() {
    return field;
  }

  /** What makes the JSON's figure one of {@link #unit}. */
  int factor() {
    return factor;
  }

  int decimals() {
    return decimals;
  }

  /** All names, for a message. */
  static String keys() {
    return Arrays.stream(values()).map(ComparedMetric::key).collect(Collectors.joining(", "));
  }

  static Optional<ComparedMetric> named(String key) {
    return Arrays.stream(values()).filter(metric -> metric.key.equalsIgnoreCase(key)).findFirst();
  }
}
