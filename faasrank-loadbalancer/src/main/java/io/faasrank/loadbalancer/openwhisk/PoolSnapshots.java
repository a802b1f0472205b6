package io.faasrank.loadbalancer.openwhisk;

import io.faasrank.loadbalancer.cluster.Pool;
import java.util.function.Supplier;
import org.apache.openwhisk.common.InvokerHealth;
import org.jspecify.annotations.Nullable;
import scala.collection.IndexedSeq;

/**
 * Managed or blackbox invokers as the decision sees them. OpenWhisk replaces its sequence as a
 * whole when an invoker appears or changes its state; a new snapshot is made only then, by the
 * first activation that meets it. Thread-safe.
 */
final class PoolSnapshots {

  private record Seen(IndexedSeq<InvokerHealth> invokers, Pool pool) {}

  private final boolean blackbox;
  private final Supplier<IndexedSeq<InvokerHealth>> invokers;
  private volatile @Nullable Seen seen;

  /**
   * @param invokers gives the sequence of now, whose invokers are numbered without a gap
   */
  PoolSnapshots(boolean blackbox, Supplier<IndexedSeq<InvokerHealth>> invokers) {
    this.blackbox = blackbox;
    this.invokers = invokers;
  }

  Pool current() {
    IndexedSeq<InvokerHealth> now = invokers.get();
    Seen last = seen;
    if (last == null || last.invokers != now) {
      last = new Seen(now, snapshot(now));
      seen = last;
    }
    return last.pool;
  }

  private Pool snapshot(IndexedSeq<InvokerHealth> now) {
    int size = now.length();
    boolean[] usable = new boolean[size];
    int[] memoryMb = new int[size];
    for (int i = 0; i < size; i++) {
      InvokerHealth invoker = now.apply(i);
      usable[i] = invoker.status().isUsable();
      memoryMb[i] = (int) invoker.id().userMemory().toMB();
    }
    return new Pool(blackbox, size == 0 ? 0 : now.apply(0).id().toInt(), usable, memoryMb);
  }
}
