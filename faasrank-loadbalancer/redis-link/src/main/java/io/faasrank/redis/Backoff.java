package io.faasrank.redis;

import java.util.SplittableRandom;

/**
 * Pauses between attempts: doubling from the first to the longest, each shortened by a random part
 * of up to a half, so that the servers of a cluster do not all return to Redis at once. Not
 * thread-safe.
 */
public final class Backoff {

  private final long firstNanos;
  private final long longestNanos;
  private final SplittableRandom random;
  private long nextNanos;

  /**
   * @param random seeded so that the servers of a cluster differ
   */
  public Backoff(long firstNanos, long longestNanos, SplittableRandom random) {
    this.firstNanos = firstNanos;
    this.longestNanos = longestNanos;
    this.random = random;
    this.nextNanos = firstNanos;
  }

  /** The pause after one more failure. */
  public long nextNanos() {
    long pause = nextNanos;
    nextNanos = Math.min(pause * 2, longestNanos);
    return pause - (long) (pause * 0.5 * random.nextDouble());
  }

  /** To be called after a success. */
  public void reset() {
    nextNanos = firstNanos;
  }
}
