package io.faasrank.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Guards against a logarithm that is off anywhere between the smallest and the largest columns. */
final class FastLogTest {

  @Test
  void agreesWithTheExactOne() {
    SplittableRandom random = new SplittableRandom(4);
    for (int i = 0; i < 100_000; i++) {
      float x = (float) Math.exp(random.nextDouble(-30, 40));
      double exact = Math.log(x);
      assertThat((double) FastLog.log(x)).isCloseTo(exact, within(3e-7 * Math.abs(exact) + 1e-7));
    }
    assertThat(FastLog.log(1)).isZero();
  }

  @Test
  void shiftsByOneAndBendsAboutZero() {
    assertThat(FastLog.log1p(0)).isZero();
    assertThat((double) FastLog.log1p(9)).isCloseTo(Math.log(10), within(1e-6));
    assertThat(FastLog.asinh(0)).isZero();
    for (float x : new float[] {0.01f, 0.5f, 3, 1_000, 1e9f}) {
      double exact = Math.log(x + Math.sqrt((double) x * x + 1));
      assertThat((double) FastLog.asinh(x)).isCloseTo(exact, within(1e-6 * exact + 3e-7));
      assertThat(FastLog.asinh(-x)).isEqualTo(-FastLog.asinh(x));
    }
  }
}
