package io.faasrank.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Guards against thinning that loses a function, prefers some seconds, or misses its target. */
class InvocationCountsTest {

  @Test
  void sumsAndMeasures() {
    InvocationCounts counts = new InvocationCounts(new int[][] {{1, 0, 5, 0}, {1, 0, 0, 1}});

    assertThat(counts.total()).isEqualTo(8);
    assertThat(counts.ofFunction(0)).isEqualTo(6);
    assertThat(counts.inSecond(0)).isEqualTo(2);
    assertThat(counts.largestShare()).isEqualTo(0.75);
    // Seconds have 2, 0, 5, 1: mean 2, variance (0 + 4 + 9 + 1) / 4 = 3.5.
    assertThat(counts.indexOfDispersion()).isCloseTo(1.75, within(1e-12));
  }

  @Test
  void thinningKeepsEveryFunctionAndMeetsItsTarget() {
    InvocationCounts counts = new InvocationCounts(new int[][] {{500, 300}, {0, 1}, {1, 1}});

    for (int seed = 0; seed < 50; seed++) {
      InvocationCounts thinned = counts.thinned(10, Seeds.generator(seed));
      assertThat(thinned.total()).isEqualTo(10);
      for (int f = 0; f < 3; f++) {
        assertThat(thinned.ofFunction(f)).isPositive();
        for (int second = 0; second < 2; second++) {
          assertThat(thinned.at(f, second)).isBetween(0, counts.at(f, second));
        }
      }
    }
  }

  @Test
  void thinningGivesEverySecondItsShare() {
    InvocationCounts counts = new InvocationCounts(new int[][] {{6_000, 0, 2_000}});

    InvocationCounts thinned = counts.thinned(4_000, Seeds.generator(1));

    assertThat(thinned.at(0, 0)).isBetween(2_900, 3_100);
    assertThat(thinned.at(0, 1)).isZero();
  }

  @Test
  void refusesRaggedAndNegativeCounts() {
    assertThatThrownBy(() -> new InvocationCounts(new int[][] {{1, 1}, {1}}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("function 1 must have 2 counts, none negative");
    assertThatThrownBy(() -> new InvocationCounts(new int[][] {{1, -1}}))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
