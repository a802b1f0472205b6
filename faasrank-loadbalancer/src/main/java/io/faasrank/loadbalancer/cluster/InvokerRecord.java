package io.faasrank.loadbalancer.cluster;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * How one invoker's activations ended of late, and whether it is left out for it. Counters are for
 * any thread; the rest is for one at a time.
 */
final class InvokerRecord {

  private final LongAdder ended = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final AtomicInteger inARow = new AtomicInteger();
  private volatile boolean ejected;

  /** Totals when the interval began, and when the one before it did. */
  private volatile long endedAtTurn;

  private volatile long failedAtTurn;
  private volatile long endedBefore;
  private volatile long failedBefore;

  private long ejectedNanos;
  private int times;

  /** Notes how an activation ended; true where that makes so many failures in a row. */
  boolean ended(boolean failure, int consecutiveFailures) {
    ended.increment();
    if (!failure) {
      if (inARow.get() != 0) {
        inARow.set(0);
      }
      return false;
    }
    failed.increment();
    return consecutiveFailures > 0 && inARow.incrementAndGet() >= consecutiveFailures;
  }

  /** Activations that ended in this interval and the last one. */
  long recentlyEnded() {
    return ended.sum() - endedBefore;
  }

  long recentlyFailed() {
    return failed.sum() - failedBefore;
  }

  /**
   * Begins another interval, and gives the success rate of the one that is over.
   *
   * @return NaN where it had fewer activations
   */
  double turn(int fewestActivations) {
    long endedNow = ended.sum();
    long failedNow = failed.sum();
    long count = endedNow - endedAtTurn;
    double rate =
        count >= Math.max(1, fewestActivations)
            ? 1 - (double) (failedNow - failedAtTurn) / count
            : Double.NaN;
    endedBefore = endedAtTurn;
    failedBefore = failedAtTurn;
    endedAtTurn = endedNow;
    failedAtTurn = failedNow;
    return rate;
  }

  boolean isEjected() {
    return ejected;
  }

  void eject(long nowNanos) {
    ejected = true;
    ejectedNanos = nowNanos;
    times++;
  }

  /** For how long it is left out, in nanoseconds. */
  long timeNanos(EjectionSettings settings) {
    return Math.min(
        settings.baseTime().toNanos() * times,
        Math.max(settings.baseTime().toNanos(), settings.longestTime().toNanos()));
  }

  /**
   * An interval is over: one that is not ejected has its next ejection shortened.
   *
   * @return whether the time of an ejected one is over
   */
  boolean conducts(long nowNanos, EjectionSettings settings) {
    if (ejected) {
      return nowNanos - ejectedNanos >= timeNanos(settings);
    }
    if (times > 0) {
      times--;
    }
    return false;
  }

  /** It is ranked again; what it did before no longer counts. */
  void restore() {
    inARow.set(0);
    ejected = false;
  }
}
