package io.faasrank.report.chart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Guards against ticks that are off the axis, too many, or labelled with rounding noise. */
class ScaleTest {

  @Test
  void mapsLinearlyAndHoldsTheEnds() {
    Scale scale = new Scale(0, 50, 100, 200);
    assertThat(scale.at(25)).isEqualTo(150);
    assertThat(scale.at(-9)).isEqualTo(100);
    assertThat(scale.at(99)).isEqualTo(200);
    assertThat(new Scale(0, 10, 300, 0).at(2.5)).isEqualTo(225);
  }

  @Test
  void ticksAreRoundNumbersWithinTheAxis() {
    assertThat(new Scale(0, 112, 0, 1).ticks(8))
        .extracting(Scale.Tick::label)
        .containsExactly("0", "20", "40", "60", "80", "100");
    assertThat(new Scale(42, 58, 0, 1).ticks(4))
        .extracting(Scale.Tick::label)
        .containsExactly("45", "50", "55");
    assertThat(new Scale(0, 0.35, 0, 1).ticks(4))
        .extracting(Scale.Tick::label)
        .containsExactly("0.0", "0.1", "0.2", "0.3");
  }
}
