package io.faasrank.experiment;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.faasrank.report.EvaluatedPolicy;
import io.faasrank.report.RegimeRow;
import io.faasrank.simulation.Completion;
import io.faasrank.simulation.Ending;
import io.faasrank.workload.FunctionProfile;
import io.faasrank.workload.Sha256;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.apache.commons.statistics.descriptive.Quantile;

/**
 * One episode of a regime, or a window of it, reduced to what its row needs.
 *
 * @param failedShare share of the counted activations that failed or ran into their time limit
 * @param calls counted activations, by function
 * @param seconds sum of their completion times, by function
 */
record RegimeEpisode(
    List<FunctionProfile> functions,
    double meanSeconds,
    double p99Seconds,
    double slowdown,
    double failedShare,
    List<Integer> calls,
    List<Double> seconds) {

  private static final Quantile QUANTILE =
      Quantile.withDefaults().with(Quantile.EstimationMethod.HF7);

  /**
   * Reduces an episode.
   *
   * @param counted at least one
   */
  static RegimeEpisode of(List<Completion> counted, List<FunctionProfile> functions) {
    Integer[] calls = new Integer[functions.size()];
    Double[] seconds = new Double[functions.size()];
    Arrays.fill(calls, 0);
    Arrays.fill(seconds, 0.0);
    double[] times = new double[counted.size()];
    double slowdowns = 0;
    int failed = 0;
    for (int i = 0; i < times.length; i++) {
      Completion completion = counted.get(i);
      times[i] = completion.completionTime();
      calls[completion.function()]++;
      seconds[completion.function()] += times[i];
      failed += completion.ending() == Ending.COMPLETED ? 0 : 1;
      slowdowns += times[i] / functions.get(completion.function()).warmSeconds();
    }
    return new RegimeEpisode(
        functions,
        Arrays.stream(times).average().orElseThrow(),
        QUANTILE.evaluate(times, 0.99),
        slowdowns / times.length,
        (double) failed / times.length,
        List.of(calls),
        List.of(seconds));
  }

  /**
   * The row of a policy.
   *
   * @param own its episodes, by repetition
   * @param hashing the reference's, of the same arrivals
   */
  static RegimeRow row(
      EvaluatedPolicy policy, List<RegimeEpisode> own, List<RegimeEpisode> hashing) {
    double worst = Double.NaN;
    List<RegimeRow.Slowed> slowed = new ArrayList<>();
    for (int r = 0; r < own.size(); r++) {
      RegimeEpisode episode = own.get(r);
      for (int f = 0; f < episode.functions.size(); f++) {
        int calls = episode.calls.get(f);
        if (calls >= RegimeRow.LEAST_CALLS) {
          double percent = 100 * episode.seconds.get(f) / hashing.get(r).seconds.get(f);
          worst = worst >= percent ? worst : percent;
          if (percent > RegimeRow.FAIR_PERCENT) {
            slowed.add(new RegimeRow.Slowed(episode.functions.get(f).name(), r, calls, percent));
          }
        }
      }
    }
    return new RegimeRow(
        policy,
        mean(own, RegimeEpisode::meanSeconds),
        mean(own, RegimeEpisode::p99Seconds),
        mean(own, RegimeEpisode::slowdown),
        mean(own, RegimeEpisode::failedShare),
        worst,
        slowed,
        own.stream().map(RegimeEpisode::draw).toList());
  }

  private RegimeRow.RegimeDraw draw() {
    MessageDigest digest = Sha256.digest();
    digest.update(calls.toString().getBytes(UTF_8));
    return new RegimeRow.RegimeDraw(Sha256.hex(digest), meanSeconds, p99Seconds, slowdown);
  }

  private static double mean(List<RegimeEpisode> episodes, ToDoubleFunction<RegimeEpisode> value) {
    return episodes.stream().mapToDouble(value).average().orElseThrow();
  }
}
