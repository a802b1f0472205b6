package io.faasrank.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import com.typesafe.config.ConfigFactory;
import io.faasrank.experiment.Regime.Start;
import io.faasrank.policy.CandidateLimit;
import io.faasrank.report.EvaluatedPolicy;
import io.faasrank.report.PolicyRole;
import io.faasrank.report.RegimeCell;
import io.faasrank.report.RegimeName;
import io.faasrank.report.RegimeRow;
import io.faasrank.simulation.Completion;
import io.faasrank.simulation.Ending;
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
        RegimeEpisode.of(List.of(of(0, 90), of(0, 2), of(1, 4)).subList(1, 3), TWO);
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
  void slowedFunctionsAreListedDrawByDraw() {
    List<RegimeEpisode> own = List.of(episode(30, 1.2, 40, 1.01), episode(30, 1.04, 40, 1.3));
    List<RegimeEpisode> hashing = List.of(episode(30, 1, 40, 1), episode(30, 1, 40, 1));
    assertThat(RegimeEpisode.row(RULE, own, hashing).slowed())
        .extracting(
            RegimeRow.Slowed::function, RegimeRow.Slowed::repetition, RegimeRow.Slowed::calls)
        .containsExactly(tuple("fast", 0, 30), tuple("slow", 1, 40));
  }

  @Test
  void failuresAndTimeOutsAreAShareOfWhatCounts() {
    List<Completion> three =
        List.of(
            of(0, 2),
            new Completion(0, 0, 1, 3, 0, false, Ending.FAILED),
            new Completion(1, 0, 1, 9, 0, false, Ending.TIMED_OUT));
    List<RegimeEpisode> draws =
        List.of(RegimeEpisode.of(three, TWO), RegimeEpisode.of(List.of(of(0, 2)), TWO));
    assertThat(RegimeEpisode.row(RULE, draws, draws).failedShare())
        .isCloseTo((2 / 3.0 + 0) / 2, within(1e-9));
  }

  @Test
  void anEpisodeOfMinutesIsShownByWindowsOfArrival() {
    Regime regime = regimes(List.of(Start.KNOWN)).get(0).during(150, 60);
    assertThat(regime.parts())
        .extracting(RegimeName::start)
        .containsExactly("known 0..60 s", "known 60..120 s", "known 120..150 s");
    List<Completion> arrived = List.of(at(0), at(59.9), at(60), at(149));
    assertThatThrownBy(() -> regime.counted(arrived.subList(0, 3)))
        .hasMessageStartingWith("--window: no activation of table2 0.5 S paper known arrives");
    assertThat(regime.counted(arrived)).extracting(List::size).containsExactly(2, 1, 1);
    assertThat(regime.workload(3).arrivals())
        .hasSizeGreaterThan(100)
        .allMatch(arrival -> arrival.seconds() < 150);
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
    return RegimeEpisode.of(completions, TWO);
  }

  private static Completion at(double seconds) {
    return new Completion(0, 0, seconds, seconds + 90, 0, false);
  }

  private static Completion of(int function, double seconds) {
    return new Completion(function, 0, 1, 1 + seconds, 0, false);
  }
}
