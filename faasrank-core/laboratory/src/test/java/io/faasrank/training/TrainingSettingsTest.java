package io.faasrank.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.faasrank.feature.FeatureSchema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Guards against a setting out of range that goes unnoticed, a learning rate that falls wrongly,
 * and a preset of the paper that drifts from the paper.
 */
class TrainingSettingsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "replica | 1 | 8 | 30 | 0.1 | 1 | 0 | rollouts must be 2 or more with baseline replica, not 1",
        "critic  | 0 | 8 | 30 | 0.1 | 1 | 0 | rollouts must be 1 or more with baseline critic, not 0",
        "critic  | 1 | 0 | 30 | 0.1 | 1 | 0 | episodes must be positive, not 0",
        "critic  | 1 | 8 | 0  | 0.1 | 1 | 0 | horizon must be positive, in seconds, not 0.0",
        "critic  | 1 | 8 | NaN | 0.1 | 1 | 0 | horizon must be positive, in seconds, not NaN",
        "critic  | 1 | 8 | 30 | 0   | 1 | 0 | output-scale must be above 0, at most 1, not 0.0",
        "critic  | 1 | 8 | 30 | 1.5 | 1 | 0 | output-scale must be above 0, at most 1, not 1.5",
        "critic  | 1 | 8 | 30 | 0.1 | 0 | 0 | validate-every must be positive, not 0",
        "critic  | 1 | 8 | 30 | 0.1 | 1 | -1 | patience must be 0 or more, not -1",
      })
  void refusesWhatIsOutOfRange(
      String baseline,
      int rollouts,
      int episodes,
      double horizon,
      float outputScale,
      int validateEvery,
      int patience,
      String message) {
    assertThatThrownBy(
            () ->
                new TrainingSettings(
                    FeatureSchema.TABLE1,
                    Baseline.named(baseline),
                    1,
                    rollouts,
                    0,
                    0,
                    episodes,
                    false,
                    Credit.plain(horizon),
                    false,
                    outputScale,
                    validateEvery,
                    patience,
                    1,
                    PpoSettings.PAPER))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void namesAreKnownOrRefused() {
    assertThat(Baseline.named("replica")).isEqualTo(Baseline.REPLICA);
    assertThatThrownBy(() -> Baseline.named("none"))
        .hasMessage("unknown baseline 'none', expected critic or replica");
    assertThat(Preset.named("paper-single")).isEqualTo(Preset.PAPER_SINGLE);
    assertThatThrownBy(() -> Preset.named("best"))
        .hasMessage(
            "unknown preset 'best', expected one of general, multi, paper-single, paper-multi, live");
  }

  @Test
  void theLearningRateFallsToATwentieth() {
    TrainingSettings falling = settings(8, 90, true);
    assertThat(falling.updates()).isEqualTo(12);
    assertThat(falling.ppo(0).learningRate()).isEqualTo(2e-4);
    assertThat(falling.ppo(6).learningRate()).isCloseTo(1e-4, within(1e-12));
    assertThat(falling.ppo(11).learningRate()).isCloseTo(2e-4 / 12, within(1e-12));
    assertThat(settings(1, 1_000, true).ppo(999).learningRate()).isCloseTo(1e-5, within(1e-12));
    assertThat(settings(8, 90, false).ppo(11)).isEqualTo(settings(8, 90, false).ppo(0));
  }

  @Test
  void onlyTheCriticBaselineTrainsACritic() {
    assertThat(settings(8, 8, true).ppo().trainCritic()).isFalse();
    assertThat(Preset.PAPER_MULTI.settings().ppo().trainCritic()).isTrue();
  }

  @Test
  void thePapersRecipesAreThePapers() {
    for (Preset preset : new Preset[] {Preset.PAPER_SINGLE, Preset.PAPER_MULTI}) {
      TrainingSettings settings = preset.settings();
      assertThat(settings.schema()).isEqualTo(FeatureSchema.TABLE1);
      assertThat(settings.baseline()).isEqualTo(Baseline.CRITIC);
      assertThat(settings.rollouts()).isEqualTo(1);
      assertThat(settings.sameArrivals()).isTrue();
      assertThat(settings.credit()).isEqualTo(Credit.plain(Double.POSITIVE_INFINITY));
      assertThat(settings.decay()).isFalse();
      assertThat(settings.ppo()).isEqualTo(PpoSettings.PAPER);
    }
    assertThat(Preset.PAPER_SINGLE.settings().episodes()).isEqualTo(1_000);
    assertThat(Preset.PAPER_MULTI.settings().episodes()).isEqualTo(500);
    assertThat(Preset.PAPER_MULTI.workloads()).isEqualTo("M1..M10");
  }

  private static TrainingSettings settings(int rollouts, int episodes, boolean decay) {
    return new TrainingSettings(
        FeatureSchema.TABLE1,
        Baseline.REPLICA,
        1,
        Math.max(2, rollouts),
        0,
        0,
        rollouts == 1 ? 2 * episodes : episodes,
        false,
        Credit.plain(30),
        decay,
        0.1f,
        1,
        0,
        1,
        PpoSettings.PAPER);
  }
}
