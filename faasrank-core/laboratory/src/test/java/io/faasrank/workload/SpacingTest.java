package io.faasrank.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Guards against invocations that fall into another second than the trace says. */
class SpacingTest {

  @ParameterizedTest
  @EnumSource
  void staysWithinTheSecond(Spacing spacing) {
    double[] offsets = new double[1_000];
    spacing.fill(offsets, Seeds.generator(1));

    assertThat(Arrays.stream(offsets)).allMatch(offset -> offset >= 0 && offset <= 1);
  }

  @Test
  void uniformFillsTheSecond() {
    double[] offsets = new double[10_000];
    Spacing.UNIFORM.fill(offsets, Seeds.generator(1));

    assertThat(Arrays.stream(offsets).average().orElseThrow()).isCloseTo(0.5, within(0.01));
    assertThat(Arrays.stream(offsets).filter(offset -> offset < 0.1).count())
        .isBetween(900L, 1100L);
  }

  @Test
  void burstIsAtTheStart() {
    double[] offsets = {7, 7};
    Spacing.BURST.fill(offsets, Seeds.generator(1));

    assertThat(offsets).containsExactly(0, 0);
  }

  @Test
  void evenHasEqualDistancesAndARandomPhase() {
    double[] offsets = new double[4];
    Spacing.EVEN.fill(offsets, Seeds.generator(1));
    double[] other = new double[4];
    Spacing.EVEN.fill(other, Seeds.generator(2));

    for (int i = 1; i < 4; i++) {
      assertThat(offsets[i] - offsets[i - 1]).isCloseTo(0.25, within(1e-12));
    }
    assertThat(offsets[0]).isBetween(0.0, 0.25).isNotEqualTo(other[0]);
  }

  @Test
  void parsesItsName() {
    for (Spacing spacing : Spacing.values()) {
      assertThat(Spacing.parse(spacing.toString())).isEqualTo(spacing);
    }
    assertThatThrownBy(() -> Spacing.parse("poisson"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("spacing: expected uniform, burst, even, found \"poisson\"");
  }
}
