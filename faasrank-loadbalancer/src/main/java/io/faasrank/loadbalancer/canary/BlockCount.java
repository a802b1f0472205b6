package io.faasrank.loadbalancer.canary;

import io.faasrank.canary.Slowdown;
import io.faasrank.canary.Tally;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/**
 * What this controller's activations of one block bring. For any thread, without a lock. What is
 * still in flight when the block is closed is charged what it has taken by then.
 */
public final class BlockCount {

  private final long block;
  private final LongAdder opened = new LongAdder();
  private final LongAdder ended = new LongAdder();
  private final LongAdder errors = new LongAdder();
  private final LongAdder timeouts = new LongAdder();
  private final DoubleAdder slowdowns = new DoubleAdder();
  private final AtomicLongArray buckets = new AtomicLongArray(Tally.newBuckets().length);

  /** Over those in flight, the sum of 1 / typical, and of dispatch time / typical. */
  private final DoubleAdder weights = new DoubleAdder();

  private final DoubleAdder weightedMillis = new DoubleAdder();

  BlockCount(long block) {
    this.block = block;
  }

  /** Its number. */
  public long block() {
    return block;
  }

  /**
   * An activation begins.
   *
   * @param millis when, by a monotonic clock
   * @param typicalMillis mean run time of its action, which {@link #ended} must be given again
   */
  public void opened(double millis, double typicalMillis) {
    opened.increment();
    add(1, millis, typicalMillis);
  }

  /**
   * It is over.
   *
   * @param millis when it began, as above
   * @param chargedMillis how long it took; the action's time limit where it failed
   * @param error whether it ended with an error of the system
   * @param timeout whether it was given up or stopped
   */
  public void ended(
      double millis, double typicalMillis, double chargedMillis, boolean error, boolean timeout) {
    double slowdown = Slowdown.of(chargedMillis, typicalMillis);
    add(-1, millis, typicalMillis);
    slowdowns.add(slowdown);
    buckets.incrementAndGet(Tally.bucket(slowdown));
    if (error) {
      errors.increment();
    }
    if (timeout) {
      timeouts.increment();
    }
    ended.increment();
  }

  private void add(int sign, double millis, double typicalMillis) {
    double weight =
        sign * Slowdown.of(Slowdown.FLOOR_MILLIS, typicalMillis) / Slowdown.FLOOR_MILLIS;
    weights.add(weight);
    weightedMillis.add(weight * millis);
  }

  /** What is over by now. */
  public Tally tally() {
    return tally(0, 0);
  }

  /**
   * What is over, and what is in flight as if it ended now.
   *
   * @param nowMillis by the clock of {@link #opened}
   */
  public Tally closed(double nowMillis) {
    long inFlight = Math.max(0, opened.sum() - ended.sum());
    double charged = nowMillis * weights.sum() - weightedMillis.sum();
    return inFlight == 0 ? tally() : tally(inFlight, Math.max(0, charged));
  }

  private Tally tally(long further, double furtherSlowdowns) {
    long[] counts = Tally.newBuckets();
    long count = further;
    for (int i = 0; i < counts.length; i++) {
      counts[i] = buckets.get(i);
      count += counts[i];
    }
    if (further > 0) {
      counts[Tally.bucket(Math.max(1, furtherSlowdowns / further))] += further;
    }
    return Tally.of(
        count,
        Math.max(0, slowdowns.sum() + furtherSlowdowns),
        errors.sum(),
        timeouts.sum(),
        counts);
  }
}
