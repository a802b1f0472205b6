package io.faasrank.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.faasrank.experiment.EvaluationRun;
import io.faasrank.experiment.Experiment;
import io.faasrank.experiment.ExperimentSettings;
import io.faasrank.experiment.FunctionSettings;
import io.faasrank.experiment.SimulatedExperiments;
import io.faasrank.model.ShippedModel;
import io.faasrank.policy.CandidateLimit;
import io.faasrank.simulation.Completion;
import io.faasrank.simulation.EpisodeResult;
import io.faasrank.workload.InvalidInputException;
import io.faasrank.workload.MergedDraws;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * Guards against a comparison that does not see a difference of 5 %, that sees one between equal
 * results, or whose threshold says something other than its figures.
 *
 * <p>Of 100 seeds: {@code mvn -B verify -pl faasrank-core/laboratory -am
 * -Dtest=ResultComparisonTest -Dfaasrank.seeds=100 -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class ResultComparisonTest {

  private static final int SEEDS = Integer.getInteger("faasrank.seeds", 5);

  private final Path folder;

  private final Map<List<Object>, EpisodeResult> episodes = new ConcurrentHashMap<>();

  ResultComparisonTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /**
   * Results of the best of two random invokers, whose choices are drawn again in the second result,
   * so that the two differ by chance as much as two runs of a randomised scheduler do.
   */
  @Test
  void fivePercentAreSeenAndNothingIsNotInNinetyFiveOfAHundredSeeds(TestReporter reporter)
      throws IOException {
    int seen = 0;
    int cried = 0;
    int criedUnpaired = 0;
    double widest = 0;
    for (int seed = 1; seed <= SEEDS; seed++) {
      episodes.clear();
      StoredResult first = result(seed, 0, 1);
      ResultComparison slower = compare(first, result(seed, 1, 1.05));
      ResultComparison equal = compare(first, result(seed, 1, 1));
      ResultComparison others = compare(first, result(seed + 1_000_000, 0, 1));
      assertThat(slower.paired()).isTrue();
      assertThat(others.paired()).isFalse();
      seen += slower.verdict() == ResultComparison.Verdict.SLOWER ? 1 : 0;
      cried += equal.verdict() == ResultComparison.Verdict.NO_DIFFERENCE ? 0 : 1;
      criedUnpaired += others.verdict() == ResultComparison.Verdict.NO_DIFFERENCE ? 0 : 1;
      widest = Math.max(widest, slower.overall().percent().halfWidth());
    }
    String found =
        "of %s seeds 5 %% are seen in %s, equal results differ in %s, unpaired ones in %s, the widest"
                .formatted(SEEDS, seen, cried, criedUnpaired)
            + String.format(Locale.ROOT, " interval is +-%.2f", widest);
    reporter.publishEntry("found", found);
    assertThat(seen).as(found).isGreaterThanOrEqualTo(95 * SEEDS / 100);
    assertThat(cried).as(found).isLessThanOrEqualTo(5 * SEEDS / 100);
    assertThat(criedUnpaired).as(found).isLessThanOrEqualTo(5 * SEEDS / 100);
  }

  private static ResultComparison compare(StoredResult a, StoredResult b) {
    return ResultComparison.of(a, "power-of-two", b, "power-of-two");
  }

  private StoredResult result(long seed, int replay, double factor) throws IOException {
    ExperimentSettings settings =
        new ExperimentSettings(
            "power-of-two",
            "M1..M10",
            null,
            null,
            null,
            FunctionSettings.TABLE2,
            "10",
            ShippedModel.DEFAULT,
            CandidateLimit.NONE,
            seed,
            MergedDraws.ONE);
    Experiment simulated = new SimulatedExperiments(warning -> {}).open(settings);
    Experiment slowed =
        new Experiment(
            simulated.policies(),
            simulated.workloads(),
            simulated.functions(),
            simulated.dataSet(),
            (policy, workload, repetition, again) ->
                slower(
                    episodes.computeIfAbsent(
                        List.of(policy, workload, repetition, seed, replay),
                        key -> simulated.runner().run(policy, workload, repetition, replay)),
                    factor));
    return stored(
        new EvaluationRun(slowed, 10, false)
            .run(new Provenance("evaluate", seed, "", ""), 2, () -> {}));
  }

  private static EpisodeResult slower(EpisodeResult episode, double factor) {
    return new EpisodeResult(
        episode.completions().stream()
            .map(
                each ->
                    new Completion(
                        each.function(),
                        each.invoker(),
                        each.arrivalSeconds(),
                        each.arrivalSeconds() + factor * each.completionTime(),
                        each.queueSeconds(),
                        each.cold()))
            .toList(),
        factor * episode.slowdown());
  }

  /** Two workloads: the second result is at 150 and 50 % of the first, so at 100 in the mean. */
  @Test
  void aThresholdSaysWhatItsFiguresSay() throws IOException {
    ResultComparison comparison =
        byHand(new double[] {2, 2, 2, 4, 4, 4}, new double[] {3, 3, 3, 2, 2, 2});
    assertThat(comparison.overall().percent()).isEqualTo(new Interval(100, 100, 100));
    assertThat(crossed("fct>105%", comparison, false)).isEmpty();
    assertThat(crossed("fct>=100%", comparison, true)).contains(ResultComparison.MEAN);
    assertThat(crossed("fct{M1} > 149.5 %", comparison, true)).contains("M1");
    assertThat(crossed("p99{*}>105%", comparison, false)).contains("M1");
    assertThat(crossed("FCT{*}<60%", comparison, false)).contains("M2");
    assertThatThrownBy(() -> crossed("fct{M3}>1%", comparison, false))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("fct{M3}>1%");
    assertThatThrownBy(() -> crossed("slowdown>1%", comparison, false))
        .isInstanceOf(InvalidInputException.class);
  }

  /** The estimate is beyond the bound, its interval is not. */
  @Test
  void whatIsUnsureCountsUnlessToldOtherwise() throws IOException {
    ResultComparison comparison =
        byHand(new double[] {2, 2, 2, 2, 2, 2}, new double[] {2, 2, 3, 2, 2, 3});
    assertThat(crossed("fct>105%", comparison, false)).contains(ResultComparison.MEAN);
    assertThat(crossed("fct>105%", comparison, true)).isEmpty();
    assertThat(comparison.verdict()).isEqualTo(ResultComparison.Verdict.NO_DIFFERENCE);
  }

  private static Optional<String> crossed(String text, ResultComparison comparison, boolean sure) {
    return Threshold.parse(text)
        .crossed(comparison, sure)
        .map(ResultComparison.ComparedFigure::workload);
  }

  /** Of two workloads of three repetitions of one function. */
  private ResultComparison byHand(double[] first, double[] second) throws IOException {
    return ResultComparison.of(byHand(first), "hashing", byHand(second), "hashing");
  }

  private StoredResult byHand(double[] seconds) throws IOException {
    double[][][] shaped = new double[2][3][1];
    for (int i = 0; i < seconds.length; i++) {
      shaped[i / 3][i % 3][0] = seconds[i];
    }
    return stored(
        new SmallEvaluation(List.of("M1", "M2"), 3)
            .with("hashing", PolicyRole.REFERENCE, shaped)
            .evaluation());
  }

  private StoredResult stored(Evaluation evaluation) throws IOException {
    Path file = folder.resolve("evaluation.json");
    try (Writer writer = Files.newBufferedWriter(file)) {
      JsonReport.write(new Analysis(evaluation), writer);
    }
    return StoredResult.read(folder);
  }
}
