package io.faasrank.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Guards against a mistyped coefficient and against a wrong clamp. */
class RationalTanhTest {

  @Test
  void staysCloseToTheExactTangent() {
    double worst = 0;
    for (int i = -200_000; i <= 200_000; i++) {
      float x = i / 10_000f;
      worst = Math.max(worst, Math.abs(RationalTanh.of(x) - Math.tanh(x)));
    }
    assertThat(worst).isLessThan(3.3e-7);
  }

  @Test
  void holdsAtTheEnds() {
    assertThat(RationalTanh.of(0f)).isZero();
    assertThat(RationalTanh.of(Float.POSITIVE_INFINITY)).isBetween(1 - 3.3e-7f, 1f);
    assertThat(RationalTanh.of(Float.NEGATIVE_INFINITY)).isBetween(-1f, -1 + 3.3e-7f);
    assertThat(RationalTanh.of(Float.NaN)).isNaN();
  }

  @Test
  void givesTheSameBitsForManyAtOnce() {
    Random random = new Random(5);
    for (float size : new float[] {0.1f, 7.9f, 30}) {
      float[] values = new float[100];
      for (int i = 0; i < values.length; i++) {
        values[i] = size * (2 * random.nextFloat() - 1);
      }
      values[17] = Float.NaN;
      float[] many = values.clone();
      RationalTanh.apply(many, 99);
      for (int i = 0; i < 99; i++) {
        assertThat(Float.compare(many[i], RationalTanh.of(values[i]))).isZero();
      }
      assertThat(many[99]).isEqualTo(values[99]);
    }
  }
}
