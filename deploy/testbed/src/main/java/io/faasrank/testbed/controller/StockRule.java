package io.faasrank.testbed.controller;

import io.faasrank.cluster.Action;
import io.faasrank.loadbalancer.cluster.ClusterBook;
import io.faasrank.loadbalancer.cluster.LiveView;
import io.faasrank.loadbalancer.cluster.Pool;
import io.faasrank.loadbalancer.decision.Request;
import io.faasrank.policy.Decision;
import io.faasrank.policy.HashingScorer;
import java.util.SplittableRandom;

/**
 * OpenWhisk's own placing: the first usable invoker of the action's walk that has memory, and where
 * none has, a random usable one, which is then overloaded. Thread-safe.
 */
public final class StockRule {

  /** No invoker is usable. */
  public static final int NONE = Decision.NONE;

  private final ThreadLocal<LiveView> views;
  private final SplittableRandom random;

  /**
   * @param seed of the choice among usable invokers when none has memory
   */
  public StockRule(ClusterBook book, long seed) {
    views = ThreadLocal.withInitial(() -> new LiveView(book));
    random = new SplittableRandom(seed);
  }

  /** Takes memory on an invoker and returns its number, or {@link #NONE}. */
  public int place(Request request) {
    Pool pool = request.pool();
    Action action = request.action().action();
    LiveView view = views.get();
    view.bind(pool, request.action(), request.slots(), request.maxConcurrent());
    int position = HashingScorer.firstWithMemory(view, action);
    while (position != Decision.NONE) {
      if (request.slots().tryAcquire(pool.invoker(position))) {
        return pool.invoker(position);
      }
      // another activation took the memory meanwhile
      position = HashingScorer.firstWithMemory(view, action);
    }
    if (view.usableCount() == 0) {
      return NONE;
    }
    int invoker = pool.invoker(usable(pool, draw(view.usableCount())));
    request.slots().forceAcquire(invoker);
    return invoker;
  }

  private int draw(int bound) {
    synchronized (random) {
      return random.nextInt(bound);
    }
  }

  /** Position of a usable invoker. */
  private static int usable(Pool pool, int index) {
    int position = 0;
    for (int before = index; ; position++) {
      if (pool.usable(position) && before-- == 0) {
        return position;
      }
    }
  }
}
