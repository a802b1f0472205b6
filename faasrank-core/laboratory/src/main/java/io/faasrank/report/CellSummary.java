package io.faasrank.report;

import io.faasrank.simulation.Completion;
import io.faasrank.simulation.Ending;
import io.faasrank.simulation.EpisodeResult;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.commons.statistics.descriptive.Quantile;

/**
 * One episode reduced to figures: a cell of policy, workload and repetition. Times in seconds. An
 * episode without activations has NaN means.
 *
 * @param policy index into {@link Evaluation#policies()}
 * @param workload index into {@link Evaluation#workloads()}
 * @param repetition from 0
 * @param activations number of completed activations
 * @param meanSeconds mean function completion time (Eq. 3)
 * @param percentiles completion time at 0, 1, ... 100 percent, interpolated linearly (Hyndman and
 *     Fan's type 7, as numpy does)
 * @param coldShare share of activations that started a container, 0 to 1
 * @param failedShare share of activations that failed or ran into their time limit, 0 to 1; their
 *     completion times count until then
 * @param meanQueueSeconds mean wait in the invoker's buffer, over all activations
 * @param slowdown mean of completion time over the function's own run time; NaN where unknown
 * @param functionCalls activations by function
 * @param functionSeconds sum of completion times by function
 * @param inFlight in-flight invocations over time
 */
public record CellSummary(
    int policy,
    int workload,
    int repetition,
    int activations,
    double meanSeconds,
    List<Double> percentiles,
    double coldShare,
    double failedShare,
    double meanQueueSeconds,
    double slowdown,
    List<Integer> functionCalls,
    List<Double> functionSeconds,
    InFlight inFlight) {

  private static final Quantile QUANTILE =
      Quantile.withDefaults().with(Quantile.EstimationMethod.HF7);
  private static final double[] LEVELS =
      IntStream.rangeClosed(0, 100).mapToDouble(i -> i / 100.0).toArray();

  public CellSummary {
    percentiles = List.copyOf(percentiles);
    functionCalls = List.copyOf(functionCalls);
    functionSeconds = List.copyOf(functionSeconds);
  }

  /**
   * Reduces an episode.
   *
   * @param functions number of functions in the workload
   * @throws IllegalArgumentException if a completion names a function beyond that number
   */
  public static CellSummary of(
      int policy, int workload, int repetition, int functions, EpisodeResult episode) {
    List<Completion> completions = episode.completions();
    Integer[] calls = new Integer[functions];
    Double[] seconds = new Double[functions];
    Arrays.fill(calls, 0);
    Arrays.fill(seconds, 0.0);
    for (Completion completion : completions) {
      int function = completion.function();
      if (function < 0 || function >= functions) {
        throw new IllegalArgumentException(
            "a completion of function " + function + ", expected 0 to " + (functions - 1));
      }
      calls[function]++;
      seconds[function] += completion.completionTime();
    }
    double count = completions.size();
    return new CellSummary(
        policy,
        workload,
        repetition,
        completions.size(),
        episode.meanCompletionTime(),
        percentiles(completions),
        completions.stream().filter(Completion::cold).count() / count,
        completions.stream().filter(each -> each.ending() != Ending.COMPLETED).count() / count,
        completions.stream().mapToDouble(Completion::queueSeconds).sum() / count,
        episode.slowdown(),
        List.of(calls),
        List.of(seconds),
        InFlight.of(completions));
  }

  /** Completion time in seconds that {@code percent} of the activations do not exceed, 0 to 100. */
  public double percentile(int percent) {
    return percentiles.get(percent);
  }

  private static List<Double> percentiles(List<Completion> completions) {
    if (completions.isEmpty()) {
      return Collections.nCopies(LEVELS.length, Double.NaN);
    }
    double[] times = completions.stream().mapToDouble(Completion::completionTime).toArray();
    return DoubleStream.of(QUANTILE.evaluate(times, LEVELS)).boxed().toList();
  }
}
