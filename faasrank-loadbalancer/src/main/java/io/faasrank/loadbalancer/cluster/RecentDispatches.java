package io.faasrank.loadbalancer.cluster;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The last dispatches to one invoker, or the last completions there: what a report sampled a moment
 * ago cannot show. A ring; any thread writes, the thread that takes reports reads.
 */
final class RecentDispatches {

  /**
   * Size of the ring. A report lags by the debounce time of 50 ms at most while Redis is up, so it
   * covers 2,500 activations a second on one invoker; beyond that the oldest are missed.
   */
  private static final int SIZE = 128;

  /** Longer than a thread takes from reading the clock to adding what it dates. Chosen. */
  static final long DISORDER_NANOS = 100_000_000;

  private final AtomicReferenceArray<Dispatch> ring = new AtomicReferenceArray<>(SIZE);
  private final AtomicInteger next = new AtomicInteger();

  void add(Dispatch dispatch) {
    ring.setRelease(next.getAndIncrement() & (SIZE - 1), dispatch);
  }

  /**
   * Shows them, those added last first, until the visitor has seen enough.
   *
   * @param visitor returns whether to go on
   * @return false when it would have gone on beyond the oldest, so that it may have missed some
   */
  boolean newestFirst(Predicate<Dispatch> visitor) {
    int newest = next.get() - 1;
    boolean full = true;
    for (int i = 0; i < SIZE; i++) {
      Dispatch dispatch = ring.getAcquire((newest - i) & (SIZE - 1));
      if (dispatch == null) {
        full = false;
      } else if (!visitor.test(dispatch)) {
        return true;
      }
    }
    return !full;
  }

  void forEach(Consumer<Dispatch> visitor) {
    for (int i = 0; i < SIZE; i++) {
      Dispatch dispatch = ring.getAcquire(i);
      if (dispatch != null) {
        visitor.accept(dispatch);
      }
    }
  }
}
