package io.faasrank.canary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/**
 * Guards against controllers that disagree on whose turn it is, and against a coin that is none.
 */
class BlocksTest {

  private static final long START = 1_764_000_000_123L;

  private final Blocks blocks = new Blocks(7, START, 60_000, 10_000);

  @Test
  void everyPairHasABlockOfEachArmAndTheCoinDecidesWhichIsFirst() {
    int candidateFirst = 0;
    for (long pair = blocks.firstPair(); pair < blocks.firstPair() + 2000; pair++) {
      Arm first = blocks.arm(2 * pair);
      assertThat(blocks.arm(2 * pair + 1)).isNotEqualTo(first);
      candidateFirst += first == Arm.CANDIDATE ? 1 : 0;
    }
    assertThat(candidateFirst).isBetween(930, 1070);
  }

  @Test
  void theControlLeadsInForOneBlockAtLeastAndThreeAtMost() {
    for (long late = 0; late < 240_000; late += 1_000) {
      Blocks begun = new Blocks(7, START + late, 60_000, 10_000);
      long leadIn = begun.endMillis(begun.firstPair() - 1) - (START + late);
      assertThat(leadIn).isBetween(60_000L, 180_000L);
      assertThat(begun.arm(begun.block(START + late))).isEqualTo(Arm.CONTROL);
    }
  }

  @Test
  void clocksMayDifferByTheWashOut() {
    Blocks other = new Blocks(7, START, 60_000, 10_000);
    for (long millis = START; millis < START + 6_000_000; millis += 777) {
      if (blocks.counts(millis)) {
        // what counts here was placed by the same arm on a controller that is 9 s behind
        assertThat(other.arm(other.block(millis - 9_000)))
            .isEqualTo(blocks.arm(blocks.block(millis)));
      }
    }
  }

  @Test
  void nothingCountsBeforeTheStartOrInTheWashOut() {
    long begin = 60_000 * (START / 60_000 + 1);
    assertThat(blocks.counts(START - 1)).isFalse();
    assertThat(blocks.counts(begin)).isFalse();
    assertThat(blocks.counts(begin + 9_999)).isFalse();
    assertThat(blocks.counts(begin + 10_000)).isTrue();
    assertThat(blocks.counts(begin + 59_999)).isTrue();
  }

  @Test
  void trialsOfOtherSeedsTossOtherCoins() {
    Blocks other = new Blocks(8, START, 60_000, 10_000);
    int same = 0;
    for (long pair = blocks.firstPair(); pair < blocks.firstPair() + 1000; pair++) {
      same += blocks.arm(2 * pair) == other.arm(2 * pair) ? 1 : 0;
    }
    assertThat(same).isBetween(430, 570);
  }

  @Test
  void aWashOutThatLeavesNothingIsRefused() {
    assertThatThrownBy(() -> new Blocks(7, START, 60_000, 60_000))
        .hasMessage("blocks of 60000 ms with a wash-out of 60000 ms");
  }
}
