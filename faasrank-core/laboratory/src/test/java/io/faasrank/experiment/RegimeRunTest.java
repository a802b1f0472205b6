package io.faasrank.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.typesafe.config.ConfigFactory;
import io.faasrank.experiment.Regime.Start;
import io.faasrank.policy.CandidateLimit;
import io.faasrank.report.EvaluatedPolicy;
import io.faasrank.report.PolicyRole;
import io.faasrank.report.RegimeCell;
import io.faasrank.report.RegimeRow;
import io.faasrank.simulation.Completion;
import io.faasrank.simulation.EpisodeResult;
import io.faasrank.workload.FunctionProfile;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Guards against activations of a warm-up that count, a slowdown or a worst function that is
 * computed of the wrong ones, results that hang on the number of threads, and times that are not
 * known from the start where they should be.
 */
final class RegimeRunTest {

  private static final List<FunctionProfile> TWO =
      List.of(
          new FunctionProfile("fast", 128, 2, 1, 0.5), new FunctionProfile("slow", 128, 5, 4, 0.5));

  private static final EvaluatedPolicy RULE = new EvaluatedPolicy("a", PolicyRole.HEURISTIC);

  @Test
  void onlyCountedActivationsMakeTheFigures() {
    RegimeEpisode episode =
        RegimeEpisode.of(new EpisodeResult(List.of(of(0, 90), of(0, 2), of(1, 4))), TWO, 1);
    assertThat(episode.meanSeconds()).isEqualTo(3);
    assertThat(episode.slowdown()).as("2 / 1 and 4 / 4").isEqualTo(1.5);
    assertThat(episode.calls()).containsExactly(1, 1);
    assertThat(episode.p99Seconds()).isCloseTo(3.98, within(1e-9));
  }

  @Test
  void theWorstFunctionIsOfThoseWithThirtyCalls() {
    List<RegimeEpisode> own = List.of(episode(30, 1.2, 29, 9));
    List<RegimeEpisode> hashing = List.of(episode(30, 1, 29, 1));
    RegimeRow row = RegimeEpisode.row(RULE, own, hashing);
    assertThat(row.worstFunctionPercent()).isCloseTo(120, within(1e-9));
    assertThat(row.slowed()).hasSize(1);
    assertThat(row.slowed().get(0).function()).isEqualTo("fast");
    assertThat(RegimeEpisode.row(RULE, hashing, hashing).slowed()).isEmpty();
  }

  @Test
  void threadsChangeNothing() {
    List<Regime> regimes = regimes(List.of(Start.COLD, Start.KNOWN));
    RegimeRun run = new RegimeRun(regimes, contenders(), 2, SeedSpace.DEVELOPMENT.seed(3));
    List<RegimeCell> cells = run.run(1, () -> {});
    assertThat(run.run(4, () -> {})).isEqualTo(cells);
    assertThat(cells)
        .extracting(RegimeCell::regime)
        .isEqualTo(regimes.stream().map(Regime::name).toList());
  }

  /** Prequal goes by the times: without, a cold start costs it nothing. Hashing does not. */
  @Test
  void knownTimesAreKnownFromTheStart() {
    List<RegimeCell> cells =
        new RegimeRun(
                regimes(List.of(Start.COLD, Start.KNOWN)),
                contenders(),
                1,
                SeedSpace.DEVELOPMENT.seed(3))
            .run(2, () -> {});
    assertThat(seconds(cells.get(1), 0)).isEqualTo(seconds(cells.get(0), 0));
    assertThat(seconds(cells.get(1), 1)).isNotEqualTo(seconds(cells.get(0), 1));
  }

  private static double seconds(RegimeCell cell, int policy) {
    return cell.rows().get(policy).meanSeconds();
  }

  private static List<Regime> regimes(List<Start> starts) {
    return RegimeGrid.of(
        ConfigFactory.load(),
        List.of("table2"),
        List.of(0.5),
        List.of("S"),
        List.of("paper"),
        starts);
  }

  private static Contenders contenders() {
    return new Contenders(List.of("hashing", "prequal"), "extended", CandidateLimit.NONE);
  }

  private static RegimeEpisode episode(int fast, double each, int slow, double other) {
    List<Completion> completions = new ArrayList<>();
    for (int i = 0; i < fast; i++) {
      completions.add(of(0, each));
    }
    for (int i = 0; i < slow; i++) {
      completions.add(of(1, other));
    }
    return RegimeEpisode.of(new EpisodeResult(completions), TWO, 0);
  }

  private static Completion of(int function, double seconds) {
    return new Completion(function, 0, 1, 1 + seconds, 0, false);
  }
}
