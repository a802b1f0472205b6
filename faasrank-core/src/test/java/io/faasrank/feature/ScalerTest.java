package io.faasrank.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Guards against an unknown value that reaches the network, and against unbounded columns. */
class ScalerTest {

  @Test
  void subtractsTheMeanAndDividesByTheDeviation() {
    Scaler scaler = new Scaler(new float[] {10, -2}, new float[] {4, 0.5f});
    float[] rows = {12, -2, 2, -1, 99};
    scaler.scale(rows, 2, 5, new ValueCounts());
    assertThat(rows).containsExactly(0.5f, 0, -2, 2, 99);
  }

  @Test
  void findsTheRawValueOfAScaledOne() {
    Scaler scaler = new Scaler(new float[] {10, -2}, new float[] {4, 0.5f});
    assertThat(scaler.unscale(0, 0.5f)).isEqualTo(12f);
    assertThat(scaler.unscale(1, 2f)).isEqualTo(-1f);
    assertThat(scaler.unscale(1, 5)).isEqualTo(0.5f);
    assertThat(scaler.unscale(0, Feature.NEUTRAL)).isEqualTo(10f);
  }

  @Test
  void clipsAndTakesTheMeanForTheUnknown() {
    Scaler scaler = Scaler.identity(5);
    float[] row = {100, -100, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
    ValueCounts counts = new ValueCounts();
    assertThat(counts.lostShare()).isZero();
    scaler.scale(row, 1, 5, counts);
    assertThat(counts.values()).isEqualTo(5);
    assertThat(counts.clipped()).isEqualTo(2);
    assertThat(counts.unknown()).isEqualTo(3);
    assertThat(counts.lostShare()).isEqualTo(1);
    assertThat(row).containsExactly(5, -5, 0, 0, 0);
  }

  @Test
  void givesItsStatisticsBackBitForBit() {
    float[] deviation = {3.3f, 0.007f, 12345.678f};
    Scaler scaler = new Scaler(new float[] {1, 2, 3}, deviation);
    assertThat(scaler.deviation()).isEqualTo(deviation);
    scaler.deviation()[0] = 9;
    scaler.mean()[0] = 9;
    assertThat(scaler.deviation()[0]).isEqualTo(3.3f);
    assertThat(scaler.mean()[0]).isEqualTo(1f);
  }

  @Test
  void refusesStatisticsThatCannotScale() {
    float[] zero = new float[1];
    assertThatThrownBy(() -> new Scaler(zero, zero)).hasMessageContaining("deviation 0.0");
    assertThatThrownBy(() -> new Scaler(new float[] {Float.NaN}, new float[] {1}))
        .hasMessageContaining("mean NaN");
    assertThatThrownBy(() -> new Scaler(zero, new float[2]))
        .hasMessage("scaler has 1 means but 2 deviations");
  }
}
