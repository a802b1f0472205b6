package io.faasrank.loadbalancer.decision;

import io.faasrank.loadbalancer.canary.BlockCount;
import org.jspecify.annotations.Nullable;

/**
 * How an activation that waits in the controller came. What it takes counts from here, so that a
 * model which makes activations wait does not look better for it.
 *
 * @param nanos when, by the book's clock
 * @param count where a trial counts it; null where none does
 * @param typicalMillis the action's mean run time then; NaN where unknown
 */
public record LateArrival(long nanos, @Nullable BlockCount count, float typicalMillis) {

  /** How long ago it came, in whole milliseconds. */
  public int waitedMillis(long nowNanos) {
    return millis(nanos, nowNanos);
  }

  /** From one reading of the clock to another, in whole milliseconds; not negative. */
  static int millis(long fromNanos, long toNanos) {
    return (int) Math.max(0, Math.min(Integer.MAX_VALUE, (toNanos - fromNanos) / 1_000_000));
  }
}
