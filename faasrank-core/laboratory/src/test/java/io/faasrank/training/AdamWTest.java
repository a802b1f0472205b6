package io.faasrank.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Guards PyTorch's order of bias correction and epsilon, and decay that is decoupled. */
class AdamWTest {

  @Test
  void aTinyFirstGradientMovesByHalfTheRateAsInPyTorch() {
    float[] weights = {1f};
    new AdamW(1).step(weights, new float[] {1e-8f}, 2e-4, 0);
    assertThat(weights[0] - 1f).isCloseTo(-1e-4f, within(1e-7f));
  }

  /** Gradients 0.5, then -0.25; moments and corrections written out. */
  @Test
  void twoStepsByHand() {
    float[] weights = {2f};
    AdamW optimizer = new AdamW(1);
    optimizer.step(weights, new float[] {0.5f}, 0.1, 0.1);
    double first = 2 * 0.99 - 0.1;
    assertThat((double) weights[0]).isCloseTo(first, within(1e-6));
    optimizer.step(weights, new float[] {-0.25f}, 0.1, 0.1);
    double mean = (0.9 * 0.05 - 0.025) / 0.19;
    double square = (0.999 * 0.00025 + 0.001 * 0.0625) / (1 - 0.999 * 0.999);
    assertThat((double) weights[0])
        .isCloseTo(0.99 * first - 0.1 * mean / Math.sqrt(square), within(1e-6));
    assertThat(optimizer.steps()).isEqualTo(2);
  }

  @Test
  void decayDoesNotDependOnTheGradient() {
    float[] weights = {4f};
    new AdamW(1).step(weights, new float[] {0f}, 0.1, 0.5);
    assertThat(weights[0]).isCloseTo(3.8f, within(1e-6f));
  }
}
