package io.faasrank.report;

/** The tables of an evaluation, in the order they are shown. Times in seconds. */
public enum Metric {
  /** Table V: mean completion time relative to the reference's. */
  RELATIVE("relative_fct", "Mean FCT", "% of hashing", 1),
  /**
   * Mean completion time minus that of the heuristic that is best on the workload, paired, in
   * points of {@link #RELATIVE}.
   */
  DIFFERENCE(
      "difference_to_best", "Mean FCT minus that of each workload's best heuristic", "points", 1),
  /** Mean completion time (Eq. 3). */
  SECONDS("mean_fct", "Mean FCT", "s", 2),
  /** Median completion time of an episode, mean over repetitions; likewise the two below. */
  P50("p50_fct", "Median FCT", "s", 2),
  P95("p95_fct", "95th percentile of FCT", "s", 2),
  P99("p99_fct", "99th percentile of FCT", "s", 2),
  /** Share of activations that started a container. */
  COLD("cold_starts", "Cold starts", "% of activations", 1),
  /** Share of activations that failed or ran into their time limit; shown where there are any. */
  FAILED("failed", "Failed or timed out", "% of activations", 2),
  /** Mean wait in the invoker's buffer, over all activations. */
  QUEUE("mean_queueing", "Mean queueing", "s", 3),
  /** Fig. 7: share of time with strictly fewer in flight, until the later of both ends. */
  TIME_FEWER("time_fewer_in_flight", "Time with fewer in flight than hashing", "% of time", 1),
  /** Integral of the number in flight, relative to the reference's. */
  AREA("in_flight_area", "Area under in-flight invocations", "% of hashing", 1),
  /** Of the area between the two in-flight curves, the part where the policy has fewer. */
  AREA_FEWER(
      "area_fewer_in_flight", "Area between the curves with fewer in flight", "% of area", 1),
  /** Table IV: mean completion time by function, relative to the reference's. */
  FUNCTION_RELATIVE("relative_function_fct", "Mean FCT by function", "% of hashing", 1),
  /** Mean completion time by function. */
  FUNCTION_SECONDS("mean_function_fct", "Mean FCT by function", "s", 2);

  private final String key;
  private final String title;
  private final String unit;
  private final int decimals;

  Metric(String key, String title, String unit, int decimals) {
    this.key = key;
    this.title = title;
    this.unit = unit;
    this.decimals = decimals;
  }

  /** Name in CSV and JSON. */
  public String key() {
    return key;
  }

  public String title() {
    return title;
  }

  public String unit() {
    return unit;
  }

  /** Decimals that text shows. */
  public int decimals() {
    return decimals;
  }

  /** Whether the columns are functions; otherwise they are workloads. */
  public boolean byFunction() {
    return this == FUNCTION_RELATIVE || this == FUNCTION_SECONDS;
  }
}
