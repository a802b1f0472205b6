package io.faasrank.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Guards against overflow, vanishing log-probabilities, and draws of impossible positions. */
final class SoftmaxTest {

  /** The largest number below 1 that a generator gives. */
  private static final double LARGEST = 1 - 0x1p-53;

  @Test
  void agreesWithEquationFourWrittenOut() {
    float[] scores = {0.5f, -1.25f, 2f, 0f, 99f};
    int count = 4;
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += Math.exp(scores[i]);
    }
    float[] probabilities = Softmax.probabilities(scores, count, new float[5]);
    for (int i = 0; i < count; i++) {
      assertThat((double) probabilities[i]).isCloseTo(Math.exp(scores[i]) / sum, within(1e-7));
      assertThat(Softmax.logProbability(scores, count, i))
          .isCloseTo(scores[i] - Math.log(sum), within(1e-12));
    }
    assertThat(probabilities[4]).isZero();
  }

  @Test
  void staysFiniteForExtremeScores() {
    float[] scores = {1e30f, 1e30f, -1e30f};
    assertThat(Softmax.probabilities(scores, 3, new float[3])).containsExactly(0.5f, 0.5f, 0f);
    assertThat(Softmax.logProbability(scores, 3, 2)).isEqualTo(-2e30, within(1e24));
  }

  @Test
  void doesNotChangeWhenAllScoresShift() {
    float[] scores = {1, 2, 3};
    float[] shifted = {1025, 1026, 1027};
    for (int i = 0; i < 3; i++) {
      assertThat(Softmax.logProbability(shifted, 3, i))
          .isCloseTo(Softmax.logProbability(scores, 3, i), within(1e-12));
    }
  }

  @Test
  void givesInfiniteScoresTheirLimit() {
    float high = Float.POSITIVE_INFINITY;
    float low = Float.NEGATIVE_INFINITY;
    assertThat(Softmax.probabilities(new float[] {high, 0, high}, 3, new float[3]))
        .containsExactly(0.5f, 0, 0.5f);
    assertThat(Softmax.probabilities(new float[] {low, 0}, 2, new float[2])).containsExactly(0, 1);
    assertThat(Softmax.probabilities(new float[] {low, low}, 2, new float[2]))
        .containsExactly(0.5f, 0.5f);
  }

  @Test
  void drawsNoPositionOfProbabilityZero() {
    float[] scores = {-1000, 5, -1000, 5, -1000};
    SplittableRandom random = new SplittableRandom(31);
    for (int i = 0; i < 1000; i++) {
      assertThat(Softmax.sample(scores, 5, random.nextDouble())).isIn(1, 3);
    }
  }

  @Test
  void drawsNoPositionOfProbabilityZeroWhenRoundingLeavesARest() {
    SplittableRandom random = new SplittableRandom(37);
    float[] scores = new float[8];
    for (int i = 0; i < 1000; i++) {
      for (int p = 0; p < 7; p++) {
        scores[p] = random.nextFloat() * 10;
      }
      scores[7] = -1000;
      assertThat(Softmax.sample(scores, 8, LARGEST)).isLessThan(7);
    }
  }

  @Test
  void drawsAPositionAtBothEndsOfTheRandomNumber() {
    float[] scores = {0, 0, 0};
    assertThat(Softmax.sample(scores, 3, 0)).isZero();
    assertThat(Softmax.sample(scores, 3, LARGEST)).isEqualTo(2);
  }
}
