package io.faasrank.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.typesafe.config.ConfigFactory;
import io.faasrank.canary.CanarySettings;
import io.faasrank.canary.PairTally;
import io.faasrank.canary.Ruling;
import io.faasrank.canary.TrialVerdict;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Guards the promises of a trial, on simulated clusters: a short version of {@code faasrank canary
 * simulate}.
 */
class SwitchbackTrialsTest {

  private static final int RUNS = 200;

  private static final SwitchbackStudy STUDY =
      new SwitchbackStudy(
          ConfigFactory.load(),
          List.of("mixed", "many"),
          List.of(0.2),
          CanarySettings.DEFAULTS,
          1,
          20,
          1);

  private static List<SwitchbackEpisode> equal = List.of();

  @BeforeAll
  static void simulate() {
    equal = STUDY.episodes("least-work", "least-work", 2);
  }

  private static SwitchbackTrials.Outcomes trials(double factor) {
    return STUDY.trials(equal, factor).run(RUNS, 2);
  }

  @Test
  void anEqualModelIsRarelyPromoted() {
    assertThat(trials(1).share(TrialVerdict.PROMOTED)).isLessThanOrEqualTo(0.05);
  }

  @Test
  void aModelThatIsAFifthWorseIsDemotedWithinTenBlocks() {
    SwitchbackTrials.Outcomes outcomes = trials(1.2);
    assertThat(outcomes.share(TrialVerdict.DEMOTED, 5)).isGreaterThanOrEqualTo(0.95);
    assertThat(outcomes.share(TrialVerdict.PROMOTED)).isZero();
  }

  @Test
  void aModelThatIsATenthBetterIsPromoted() {
    SwitchbackTrials.Outcomes outcomes = trials(0.9);
    assertThat(outcomes.share(TrialVerdict.PROMOTED)).isGreaterThan(0.9);
    assertThat(outcomes.pairs(TrialVerdict.PROMOTED, 0.5)).isBetween(5.0, 30.0);
  }

  @Test
  void theFactorIsAllThatTellsTheArmsApart() {
    List<PairTally> as = equal.get(0).pairs();
    List<PairTally> slower = equal.get(0).pairs(1.5);
    assertThat(as).hasSizeGreaterThan(18);
    for (int i = 0; i < as.size(); i++) {
      assertThat(slower.get(i).logRatio() - as.get(i).logRatio())
          .isCloseTo(Math.log(1.5), within(1e-9));
      assertThat(slower.get(i).control()).hasToString(as.get(i).control().toString());
    }
  }

  @Test
  void aPolicyThatLetsActivationsWaitIsDemotedWhateverItLeavesBehind() {
    SwitchbackEpisode turns = STUDY.episodes("least-work", "hashing", 2).get(1);
    Ruling ruling = STUDY.ruling(turns);
    assertThat(ruling.verdict()).isEqualTo(TrialVerdict.DEMOTED);
    assertThat(ruling.ratio()).isGreaterThan(1.1);
  }
}
