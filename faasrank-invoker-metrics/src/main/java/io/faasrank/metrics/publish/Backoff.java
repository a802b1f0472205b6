package io.faasrank.metrics.publish;

import java.util.random.RandomGenerator;

/**
 * Pauses between attempts: doubling from the first to the longest, each shortened by a random part
 * of up to a half, so that the invokers of a cluster do not come back to Redis all at once.
 */
final class Backoff {

  private final long firstNanos;
  private final long longestNanos;
  private final RandomGenerator random;
  private long nextNanos;

  Backoff(long firstNanos, long longestNanos, RandomGenerator random) {
    this.firstNanos = firstNanos;
    this.longestNanos = longestNanos;
    this.random = random;
    this.nextNanos = firstNanos;
  }

  /** The pause after one more failure. */
  long nextNanos() {
    long pause = nextNanos;
    nextNanos = Math.min(pause * 2, longestNanos);
    return pause - (long) (pause * 0.5 * random.nextDouble());
  }

  /** To be called after a success. */
  void reset() {
    nextNanos = firstNanos;
  }
}
