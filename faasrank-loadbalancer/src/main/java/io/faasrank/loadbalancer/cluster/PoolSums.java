package io.faasrank.loadbalancer.cluster;

import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * The sums over the usable invokers of one pool, kept up to date by each dispatch, completion,
 * report and change of the pool, so that a decision reads them without looking at the invokers. For
 * any thread, without a lock but when the pool changes.
 *
 * <p>Each invoker has a {@link Share}: what of its quantities is in the sums. Whoever changes a
 * quantity then brings the share up to the invoker's present value, and the sum by the same
 * difference, again and again until they agree. So the sums are off only for as long as somebody is
 * on his way from one to the other, whatever comes in between.
 */
final class PoolSums {

  /** What is summed. */
  enum Quantity {
    INVOKERS,
    MILLI_CORES,
    MEMORY_MB,
    RESERVED_MB,
    OWN_MB,
    INFLIGHT,
    QUEUED,
    WORK_MB_MILLIS
  }

  private static final Quantity[] QUANTITIES = Quantity.values();

  private final AtomicLongArray sums = new AtomicLongArray(QUANTITIES.length);
  private volatile @Nullable Pool pool;

  /** A sum; not negative, also while somebody is on his way. */
  long get(Quantity quantity) {
    return Math.max(0, sums.get(quantity.ordinal()));
  }

  /** Turns to a pool, where it is another than the last: its usable invokers are what counts. */
  void turnTo(Pool now, ClusterBook book) {
    if (pool != now) {
      change(now, book);
    }
  }

  private synchronized void change(Pool now, ClusterBook book) {
    if (pool == now) {
      return;
    }
    book.open(now);
    for (int number = 0; number < book.invokers(); number++) {
      int position = number - now.invoker(0);
      boolean member = position >= 0 && position < now.size() && now.usable(position);
      InvokerBook invoker = book.find(number);
      if (invoker != null) {
        invoker.join(now.blackbox(), member ? now.memoryMb(position) : Share.NO_MEMBER);
      }
    }
    pool = now;
  }

  /** What one invoker has in the sums. */
  static final class Share {

    static final int NO_MEMBER = -1;

    private final PoolSums pool;
    private final InvokerBook invoker;
    private final AtomicLongArray counted = new AtomicLongArray(QUANTITIES.length);
    private volatile int memoryMb = NO_MEMBER;

    Share(PoolSums pool, InvokerBook invoker) {
      this.pool = pool;
      this.invoker = invoker;
    }

    /** Joins with so much memory, or leaves with {@link #NO_MEMBER}. */
    void join(int withMemoryMb) {
      memoryMb = withMemoryMb;
      for (Quantity quantity : QUANTITIES) {
        update(quantity);
      }
    }

    /** Brings the sum up to the invoker's value. */
    void update(Quantity quantity) {
      int index = quantity.ordinal();
      long before = counted.get(index);
      long now = value(quantity);
      while (before != now) {
        if (counted.compareAndSet(index, before, now)) {
          pool.sums.addAndGet(index, now - before);
        }
        before = counted.get(index);
        now = value(quantity);
      }
    }

    private long value(Quantity quantity) {
      int memory = memoryMb;
      if (memory == NO_MEMBER) {
        return 0;
      }
      return switch (quantity) {
        case INVOKERS -> 1;
        case MILLI_CORES -> Math.round(1000 * (double) invoker.cores(memory));
        case MEMORY_MB -> memory;
        case RESERVED_MB -> invoker.reservedMb();
        case OWN_MB -> invoker.reservedMb.get();
        case INFLIGHT -> invoker.inflight();
        case QUEUED -> invoker.queued();
        case WORK_MB_MILLIS -> invoker.workMbMillis();
      };
    }
  }
}
