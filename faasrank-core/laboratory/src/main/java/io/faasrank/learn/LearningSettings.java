package io.faasrank.learn;

import java.time.Duration;

/**
 * Settings of a round of learning.
 *
 * @param seed decides everything that is random
 * @param updates of the training, 0 for none; bounds its cost
 * @param limit after which training ends in any case, positive
 * @param judgedShare of the record's time, its end, that is judged on and not trained on; above 0
 *     and below 1
 * @param threads episodes run at a time, 1 or more; changes no result
 */
public record LearningSettings(
    long seed, int updates, Duration limit, double judgedShare, int threads) {

  /** What a round takes unless told otherwise: some minutes on two cores. */
  public static final int UPDATES = 60;

  /** Chosen: enough to judge on, and most to learn from. */
  public static final double JUDGED_SHARE = 0.3;

  public LearningSettings {
    require(updates >= 0, "updates", updates, "0 or more");
    require(!limit.isNegative() && !limit.isZero(), "limit", limit, "positive");
    require(judgedShare > 0 && judgedShare < 1, "judged share", judgedShare, "above 0, below 1");
    require(threads >= 1, "threads", threads, "1 or more");
  }

  private static void require(boolean holds, String key, Object value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(
          "%s of learning must be %s, not %s".formatted(key, expected, value));
    }
  }
}
