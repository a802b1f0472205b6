package io.faasrank.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.faasrank.cluster.FakeCluster;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Guards against ties broken at random, biased draws, and two choices that are the same one. */
final class SelectorsTest {

  private static final int DRAWS = 30_000;

  @Test
  void argMaxTakesTheLowestPositionOfEqualScores() {
    assertThat(ArgMax.select(Decisions.scored(1, 3, 2, 3))).isEqualTo(1);
    assertThat(ArgMax.select(Decisions.scored(-5, -5))).isZero();
  }

  @Test
  void argMaxElseRandomDrawsOnlyWhenOverloaded() {
    Selector selector = new ArgMaxElseRandom();
    assertThat(shares(selector, Decisions.scored(1, 9, 2))).containsExactly(0, 1, 0);

    FakeCluster full = FakeCluster.ofSize(3);
    for (int i = 0; i < 3; i++) {
      full.setFreeMemoryMb(i, 0);
    }
    Decision overloaded = new Decision();
    overloaded.begin(full, Decisions.ACTION, CandidateLimit.NONE, new SplittableRandom(1));
    assertShares(shares(selector, overloaded), 1 / 3.0, 1 / 3.0, 1 / 3.0);
  }

  @Test
  void uniformRandomIgnoresScores() {
    assertShares(shares(new UniformRandom(), Decisions.scored(9, 0, 0, 0)), 0.25, 0.25, 0.25, 0.25);
  }

  @Test
  void bestOfTwoNeverTakesTheWorstAndTakesTheBestWheneverDrawn() {
    // Of the three pairs of different candidates two hold the best, and the worst wins none.
    assertShares(shares(new BestOfTwoRandom(), Decisions.scored(5, 1, 3)), 2 / 3.0, 0, 1 / 3.0);
  }

  @Test
  void bestOfTwoTreatsEqualsEqually() {
    assertShares(
        shares(new BestOfTwoRandom(), Decisions.scored(1, 1, 1, 1)), 0.25, 0.25, 0.25, 0.25);
    assertShares(shares(new BestOfTwoRandom(), Decisions.scored(0, 2)), 0, 1);
  }

  @Test
  void softmaxSampleDrawsByEquationFour() {
    float[] scores = {0, (float) Math.log(2), (float) Math.log(5)};
    assertShares(shares(new SoftmaxSample(), Decisions.scored(scores)), 1 / 8.0, 2 / 8.0, 5 / 8.0);
  }

  private static double[] shares(Selector selector, Decision decision) {
    SplittableRandom random = new SplittableRandom(23);
    int[] drawn = new int[decision.count()];
    for (int i = 0; i < DRAWS; i++) {
      drawn[selector.select(decision, random)]++;
    }
    return Arrays.stream(drawn).mapToDouble(n -> n / (double) DRAWS).toArray();
  }

  /** Five standard deviations of a share near one half are 0.0144. */
  private static void assertShares(double[] shares, double... expected) {
    assertThat(shares).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(shares[i]).isCloseTo(expected[i], within(expected[i] == 0 ? 0 : 0.015));
    }
  }
}
