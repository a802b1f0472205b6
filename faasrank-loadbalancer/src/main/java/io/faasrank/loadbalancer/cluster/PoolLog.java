package io.faasrank.loadbalancer.cluster;

import io.faasrank.event.PoolChanged;
import io.faasrank.event.PoolChanged.InvokerChange;
import io.faasrank.loadbalancer.event.EventLog;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Logs what has changed of the two pools since they were last looked at. Thread-safe. */
final class PoolLog {

  private final EventLog log;
  private volatile @Nullable Pool managed;
  private volatile @Nullable Pool blackbox;

  PoolLog(EventLog log) {
    this.log = log;
  }

  void seen(Pool pool, LongSupplier nanoClock) {
    if (pool != last(pool)) {
      change(pool, nanoClock);
    }
  }

  private @Nullable Pool last(Pool pool) {
    return pool.blackbox() ? blackbox : managed;
  }

  private synchronized void change(Pool pool, LongSupplier nanoClock) {
    Pool before = last(pool);
    if (pool == before) {
      return;
    }
    log.add(
        new PoolChanged(
            nanoClock.getAsLong(),
            pool.blackbox(),
            pool.invoker(0),
            pool.size(),
            changes(pool, before)));
    if (pool.blackbox()) {
      blackbox = pool;
    } else {
      managed = pool;
    }
  }

  private static List<InvokerChange> changes(Pool pool, @Nullable Pool before) {
    List<InvokerChange> changes = new ArrayList<>();
    boolean moved = before == null || before.invoker(0) != pool.invoker(0);
    for (int i = 0; i < pool.size(); i++) {
      if (moved
          || before == null
          || i >= before.size()
          || before.usable(i) != pool.usable(i)
          || before.memoryMb(i) != pool.memoryMb(i)) {
        changes.add(new InvokerChange(i, pool.usable(i), pool.memoryMb(i)));
      }
    }
    return changes;
  }
}
