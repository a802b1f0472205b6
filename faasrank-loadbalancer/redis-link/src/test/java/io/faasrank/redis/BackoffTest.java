package io.faasrank.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Guards against a pause beyond the longest, which would break the two intervals of a return. */
class BackoffTest {

  @Test
  void doublesUpToTheLongestAndIsShortenedByUpToAHalf() {
    Backoff backoff = new Backoff(100, 500, new SplittableRandom(7));
    for (long full : new long[] {100, 200, 400, 500, 500, 500}) {
      assertThat(backoff.nextNanos()).isBetween(full / 2, full);
    }
    backoff.reset();
    assertThat(backoff.nextNanos()).isBetween(50L, 100L);
  }
}
