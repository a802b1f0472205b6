package io.faasrank.report;

import java.util.List;

/**
 * How one policy did in one regime, over all repetitions.
 *
 * @param meanSeconds mean completion time
 * @param p99Seconds 99th percentile of the completion time, mean over repetitions
 * @param slowdown mean of completion time over the function's own run time
 * @param failedShare share of activations that failed or ran into their time limit, 0 to 1; their
 *     completion times count until then
 * @param worstFunctionPercent most that a function with {@link #LEAST_CALLS} activations or more
 *     took of its time under hashing; NaN if there is none
 * @param slowed functions that took over {@link #FAIR_PERCENT} percent
 * @param draws the repetitions, by which two results are compared
 */
public record RegimeRow(
    EvaluatedPolicy policy,
    double meanSeconds,
    double p99Seconds,
    double slowdown,
    double failedShare,
    double worstFunctionPercent,
    List<Slowed> slowed,
    List<RegimeDraw> draws) {

  /** Activations in a repetition from which on a function counts. */
  public static final int LEAST_CALLS = 30;

  /** A function that takes more of its time under hashing is slowed. */
  public static final double FAIR_PERCENT = 105;

  public RegimeRow {
    slowed = List.copyOf(slowed);
    draws = List.copyOf(draws);
  }

  /**
   * One repetition.
   *
   * @param arrivals SHA-256 of how often each function was called: equal where the arrivals are
   */
  public record RegimeDraw(
      String arrivals, double meanSeconds, double p99Seconds, double slowdown) {}

  /**
   * A function that is worse off than under hashing.
   *
   * @param percent of its mean completion time under hashing
   */
  public record Slowed(String function, int repetition, int calls, double percent) {}
}
