package io.faasrank.canary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Guards against evidence that changes on its way through Redis, and against wrong quantiles. */
class TallyTest {

  /** A tally of slowdowns, the last of which failed. */
  static Tally of(double... slowdowns) {
    long[] buckets = Tally.newBuckets();
    for (double slowdown : slowdowns) {
      buckets[Tally.bucket(slowdown)]++;
    }
    return Tally.of(slowdowns.length, Arrays.stream(slowdowns).sum(), 0, 0, buckets);
  }

  @Test
  void whatIsWrittenIsRead() {
    long[] buckets = Tally.newBuckets();
    buckets[0] = 3;
    buckets[63] = 1;
    Tally tally = Tally.of(4, 16_387.25, 2, 1, buckets);
    assertThat(Tally.parse(tally.format())).hasToString(tally.format());
    assertThat(tally.format()).isEqualTo("4 16387.3 2 1 0:3 63:1");
    PairTally pair = new PairTally(Tally.NONE, tally);
    assertThat(PairTally.parse(pair.format()).candidate()).hasToString(tally.format());
    assertThat(PairTally.parse(pair.format()).control().count()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1 2 3",
        "x 2 0 0",
        "1 NaN 0 0",
        "-1 2 0 0",
        "1 2 0 0 64:1",
        "1 2 0 0 3",
        "1 2 0 0 :"
      })
  void whatIsNoTallyIsRefused(String text) {
    assertThatThrownBy(() -> Tally.parse(text)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> PairTally.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theNinetyNinthPercentileIsRightWithinABucket() {
    SplittableRandom random = new SplittableRandom(1);
    double[] slowdowns = random.doubles(20_000).map(unit -> 1 / (1 - unit)).toArray();
    double p99 = of(slowdowns).p99Slowdown();
    Arrays.sort(slowdowns);
    assertThat(p99 / slowdowns[19_800]).isCloseTo(1, within(0.09));
    assertThat(Tally.NONE.p99Slowdown()).isNaN();
    assertThat(of(5, 5, 5, 5).p99Slowdown()).isBetween(4.7, 5.7);
  }

  @Test
  void sumsAreOfBoth() {
    Tally sum = of(1, 2, 3).plus(of(4, 400_000));
    assertThat(sum.count()).isEqualTo(5);
    assertThat(sum.meanSlowdown()).isEqualTo(80_002);
    assertThat(sum.p99Slowdown()).isGreaterThan(13_000);
  }

  @Test
  void aFailureIsChargedTheTimeLimitHoweverFastItCame() {
    assertThat(Slowdown.ofFailure(5, 200, 60_000)).isEqualTo(300);
    assertThat(Slowdown.ofFailure(120_000, 200, 60_000)).isEqualTo(600);
    assertThat(Slowdown.of(300, 200)).isEqualTo(1.5);
  }

  @Test
  void shortFunctionsCountAsOfTheFloor() {
    assertThat(Slowdown.of(300, 3)).isEqualTo(3);
    assertThat(Slowdown.of(20, 3)).isEqualTo(1);
    assertThat(Slowdown.of(300, Double.NaN)).isEqualTo(3);
  }
}
