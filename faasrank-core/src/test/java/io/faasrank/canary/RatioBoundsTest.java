package io.faasrank.canary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Guards the promise of the bounds: at any time, for any symmetric noise. */
class RatioBoundsTest {

  private static final int RUNS = 1000;
  private static final int PAIRS = 60;

  private static RatioBounds of(double... logRatios) {
    RatioBounds bounds = new RatioBounds();
    for (double logRatio : logRatios) {
      bounds.add(logRatio);
    }
    return bounds;
  }

  @Test
  void withoutPairsNothingIsSaid() {
    assertThat(of().lower(0.05)).isZero();
    assertThat(of().upper(0.05)).isInfinite();
    assertThat(of().ratio()).isNaN();
  }

  @Test
  void fewPairsSayNothingAtALowLevelHoweverClearTheyAre() {
    RatioBounds four = of(-3, -3, -3, -3);
    assertThat(four.upper(0.05)).isInfinite();
    assertThat(four.isBelow(1, 0.1)).isTrue();
    assertThat(of(-3, -3, -3, -3, -3).isBelow(1, 0.05)).isTrue();
  }

  @Test
  void evidenceIsTheMeanOfTheProducts() {
    double[] pairs = {0.3, -0.1, 0.25, 0.2, 0.4, 0.15};
    double mean = 0;
    for (double rate : new double[] {1, 2, 4, 8, 16, 32}) {
      double product = 1;
      for (double pair : pairs) {
        product *= 1 + Math.tanh(rate * (pair - Math.log(1.05)));
      }
      mean += product / 6;
    }
    assertThat(of(pairs).isAbove(1.05, 1 / mean * 1.0001)).isTrue();
    assertThat(of(pairs).isAbove(1.05, 1 / mean * 0.9999)).isFalse();
  }

  @Test
  void boundsAreWhereTheTestsTurn() {
    RatioBounds bounds = of(-0.2, -0.1, -0.3, -0.25, -0.15, -0.2, -0.1, -0.3);
    double upper = bounds.upper(0.05);
    double lower = bounds.lower(0.2);
    assertThat(bounds.isBelow(upper * 1.0001, 0.05)).isTrue();
    assertThat(bounds.isBelow(upper * 0.9999, 0.05)).isFalse();
    assertThat(bounds.isAbove(lower * 0.9999, 0.2)).isTrue();
    assertThat(bounds.isAbove(lower * 1.0001, 0.2)).isFalse();
    assertThat(lower).isLessThan(bounds.ratio());
    assertThat(bounds.ratio()).isCloseTo(Math.exp(-0.2), within(1e-9));
    assertThat(upper).isBetween(bounds.ratio(), 0.95);
  }

  /** Share of the runs in which the upper bound ever fell to a true ratio of 1. */
  private static double everWrong(long seed, ToDoubleFunction<SplittableRandom> noise) {
    SplittableRandom random = new SplittableRandom(seed);
    int wrong = 0;
    for (int run = 0; run < RUNS; run++) {
      RatioBounds bounds = new RatioBounds();
      boolean ever = false;
      for (int pair = 0; pair < PAIRS && !ever; pair++) {
        bounds.add(noise.applyAsDouble(random));
        ever = bounds.isBelow(1, 0.05);
      }
      wrong += ever ? 1 : 0;
    }
    return wrong / (double) RUNS;
  }

  @Test
  void theTruthIsRarelyEverOutsideWhateverTheNoise() {
    // 0.065 is the level and two standard errors of a thousand runs
    assertThat(everWrong(1, random -> 0.1 * random.nextGaussian())).isLessThan(0.065);
    assertThat(everWrong(2, random -> random.nextBoolean() ? 0.2 : -0.2)).isLessThan(0.065);
    assertThat(everWrong(3, random -> Math.tan(Math.PI * (random.nextDouble() - 0.5))))
        .isLessThan(0.065);
    // noise that grows a hundredfold and shrinks again
    assertThat(
            everWrong(4, random -> Math.exp(5 * random.nextDouble() - 5) * random.nextGaussian()))
        .isLessThan(0.065);
    // a worse candidate, whose noise is heavy
    assertThat(everWrong(5, random -> 0.02 + 0.3 * Math.pow(random.nextGaussian(), 3)))
        .isLessThan(0.065);
  }

  @Test
  void whatIsNoNumberIsRefused() {
    assertThatThrownBy(() -> of(Double.NaN)).hasMessage("a log ratio is NaN");
  }
}
