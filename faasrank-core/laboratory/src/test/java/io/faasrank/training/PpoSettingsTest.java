package io.faasrank.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Guards against a setting that is out of range and goes unnoticed, and against a NaN. */
class PpoSettingsTest {

  private static final double OFF = Double.POSITIVE_INFINITY;

  @Test
  void namesTheKeyAndWhatWasExpected() {
    assertThatThrownBy(() -> new PpoSettings(0, 5, 1, 2e-4, 0.01, 0, OFF, true, OFF, 0, true))
        .hasMessage("clip is 0.0, expected above 0 and below 1");
    assertThatThrownBy(() -> new PpoSettings(0.2, 0, 1, 2e-4, 0.01, 0, OFF, true, OFF, 0, true))
        .hasMessageStartingWith("epochs is");
    assertThatThrownBy(() -> new PpoSettings(0.2, 5, 0, 2e-4, 0.01, 0, OFF, true, OFF, 0, true))
        .hasMessageStartingWith("minibatches is");
    assertThatThrownBy(() -> PpoSettings.PAPER.withLearningRate(Double.NaN))
        .hasMessageStartingWith("learning-rate is NaN");
    assertThatThrownBy(() -> new PpoSettings(0.2, 5, 1, 2e-4, -1, 0, OFF, true, OFF, 0, true))
        .hasMessageStartingWith("weight-decay is");
    assertThatThrownBy(() -> new PpoSettings(0.2, 5, 1, 2e-4, 0.01, -0.1, OFF, true, OFF, 0, true))
        .hasMessageStartingWith("entropy-bonus is");
    assertThatThrownBy(() -> new PpoSettings(0.2, 5, 1, 2e-4, 0.01, 0, 0, true, OFF, 0, true))
        .hasMessageStartingWith("max-gradient-norm is");
    assertThatThrownBy(() -> new PpoSettings(0.2, 5, 1, 2e-4, 0.01, 0, OFF, true, 0, 0, true))
        .hasMessageStartingWith("target-kl is");
    assertThatThrownBy(() -> new PpoSettings(0.2, 5, 1, 2e-4, 0.01, 0, OFF, true, OFF, 1, true))
        .hasMessage("averaging is 1.0, expected 0 to below 1");
  }

  @Test
  void thePapersAreThePapers() {
    assertThat(PpoSettings.PAPER.clip()).isEqualTo(0.2);
    assertThat(PpoSettings.PAPER.epochs()).isEqualTo(5);
    assertThat(PpoSettings.PAPER.learningRate()).isEqualTo(2e-4);
    assertThat(PpoSettings.PAPER.withCritic(false).trainCritic()).isFalse();
    assertThat(PpoSettings.PAPER.entropyBonus()).isZero();
  }
}
