package io.faasrank.loadbalancer.cluster;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Activations of one action in flight from other controllers, one number per invoker: the larger of
 * what they announce, which is late by their exchange, and of what the invoker's last report shows
 * beyond this controller's own, which shows none that wait. For any thread, without a lock.
 */
final class OthersCounters {

  /** Both numbers of an invoker stand in one counter, so that they change together. */
  private static final int HALF = 16;

  private static final int MOST = (1 << (HALF - 1)) - 1;

  private final GrowingCounters both = new GrowingCounters();
  private final AtomicInteger sum = new AtomicInteger();

  int get(int invoker) {
    return larger(both.get(invoker));
  }

  /** Adds those of invokers that lie side by side. */
  void addTo(int first, int count, float[] into) {
    if (sum.get() != 0) {
      for (int i = 0; i < count; i++) {
        into[i] += get(first + i);
      }
    }
  }

  /** Over all invokers. */
  int sum() {
    return sum.get();
  }

  /** Sets what the invoker's report shows. */
  void reported(int invoker, int count) {
    if (count != 0 || both.get(invoker) != 0) {
      changed(both.update(invoker, before -> pack(count, announced(before))));
    }
  }

  /** Adds to what others announce. */
  void announced(int invoker, int change) {
    changed(both.update(invoker, before -> pack(before >>> HALF, announced(before) + change)));
  }

  private void changed(long beforeAndAfter) {
    int change = larger((int) beforeAndAfter) - larger((int) (beforeAndAfter >>> Integer.SIZE));
    if (change != 0) {
      sum.addAndGet(change);
    }
  }

  private static int larger(int packed) {
    return Math.max(packed >>> HALF, announced(packed));
  }

  private static int announced(int packed) {
    return packed & MOST;
  }

  private static int pack(int reported, int announced) {
    return (Math.min(reported, MOST) << HALF) | Math.max(0, Math.min(announced, MOST));
  }
}
