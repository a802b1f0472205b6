package io.faasrank.testbed.controller;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;

/**
 * The health of one invoker by OpenWhisk's rules:
 *
 * <ul>
 *   <li>It starts unhealthy. A ping of an offline one makes it unhealthy; silence, or a ping that
 *       says so, makes any offline.
 *   <li>Of the last ten results, more than three system errors make it unhealthy, else more than
 *       three time-outs unresponsive, else a success healthy. While there are no more than three
 *       results, an error or a time-out counts at once.
 *   <li>Becoming unhealthy or unresponsive asks for a test, and so does each minute of being so,
 *       and a success of an unhealthy one.
 * </ul>
 *
 * <p>Guarded by the registry.
 */
final class HealthWatch {

  private static final int RESULTS = 10;
  private static final int TOLERATED = 3;

  /** How an activation ended, for judging its invoker. */
  enum Result {
    SUCCESS,
    SYSTEM_ERROR,
    TIMEOUT
  }

  private final long offlineNanos;
  private final long testNanos;
  private final Deque<Result> results = new ArrayDeque<>();
  private InvokerHealth health = InvokerHealth.OFFLINE;
  private long pingedNanos;
  private long testedNanos;
  private boolean testDue;

  /** Offline until its first ping. */
  HealthWatch(long offlineNanos, long testNanos) {
    this.offlineNanos = offlineNanos;
    this.testNanos = testNanos;
  }

  InvokerHealth health() {
    return health;
  }

  void pinged(boolean enabled, long nowNanos) {
    pingedNanos = nowNanos;
    if (!enabled) {
      health = InvokerHealth.OFFLINE;
    } else if (health == InvokerHealth.OFFLINE) {
      become(InvokerHealth.UNHEALTHY);
    }
  }

  void ended(Result result) {
    if (results.size() == RESULTS) {
      results.removeFirst();
    }
    results.addLast(result);
    if (result == Result.SUCCESS && health == InvokerHealth.UNHEALTHY) {
      testDue = true;
    }
    boolean nothingNew = health == InvokerHealth.HEALTHY && result == Result.SUCCESS;
    if (health != InvokerHealth.OFFLINE && !nothingNew) {
      judge(result);
    }
  }

  private void judge(Result last) {
    boolean few = results.size() <= TOLERATED;
    if (Collections.frequency(results, Result.SYSTEM_ERROR) > TOLERATED
        || (few && last == Result.SYSTEM_ERROR)) {
      become(InvokerHealth.UNHEALTHY);
    } else if (Collections.frequency(results, Result.TIMEOUT) > TOLERATED
        || (few && last == Result.TIMEOUT)) {
      become(InvokerHealth.UNRESPONSIVE);
    } else if (last == Result.SUCCESS) {
      become(InvokerHealth.HEALTHY);
    }
  }

  private void become(InvokerHealth next) {
    if (next != health) {
      health = next;
      testDue |= !next.usable();
    }
  }

  /** Advances to now. */
  void look(long nowNanos) {
    if (nowNanos - pingedNanos > offlineNanos) {
      health = InvokerHealth.OFFLINE;
    }
    if (health == InvokerHealth.OFFLINE) {
      testDue = false;
    } else if (!health.usable() && nowNanos - testedNanos > testNanos) {
      testDue = true;
    }
  }

  /** Whether a test is to be sent now; asking takes it as sent. */
  boolean takeTest(long nowNanos) {
    if (!testDue) {
      return false;
    }
    testDue = false;
    testedNanos = nowNanos;
    return true;
  }
}
