package io.faasrank.report;

import java.util.List;

/**
 * How one policy did in one regime, over all repetitions.
 *
 * @param meanSeconds mean completion time
 * @param p99Seconds 99th percentile of the completion time, mean over repetitions
 * @param slowdown mean of completion time over the function's own run time
 * @param worstFunctionPercent most that a function with {@link #LEAST_CALLS} activations or more
 *     took of its time under hashing; NaN if there is none
 * @param slowed functions that took over {@link #FAIR_PERCENT} percent
 */
public record RegimeRow(
    EvaluatedPolicy policy,
    double meanSeconds,
    double p99Seconds,
    double slowdown,
    double worstFunctionPercent,
    List<Slowed> slowed) {

  /** Activations in a repetition from which on a function counts. */
  public static final int LEAST_CALLS = 30;

  /** A function that takes more of its time under hashing is slowed. */
  public static final double FAIR_PERCENT = 105;

  public RegimeRow {
    slowed = List.copyOf(slowed);
  }

  /**
   * A function that is worse off than under hashing.
   *
   * @param percent of its mean completion time under hashing
   */
  public record Slowed(String function, int repetition, int calls, double percent) {}
}
