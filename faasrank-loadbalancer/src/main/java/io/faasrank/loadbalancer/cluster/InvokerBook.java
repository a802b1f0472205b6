package io.faasrank.loadbalancer.cluster;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What one controller knows of one invoker: its own activations in flight there, counted as they
 * are dispatched and acknowledged, and the last report. Counters are for any thread; the fields of
 * the last paragraph belong to the thread that takes reports.
 */
final class InvokerBook {

  final AtomicInteger inflight = new AtomicInteger();
  final AtomicInteger reservedMb = new AtomicInteger();
  final AtomicInteger idleMemoryMb = new AtomicInteger();
  final RecentDispatches dispatched = new RecentDispatches();
  final RecentDispatches completed = new RecentDispatches();
  volatile @Nullable ReportedInvoker reported;

  /** Actions with a container here by the last report. */
  Set<ActionBook> actions = new HashSet<>();

  final ReportClock clock = new ReportClock();

  /**
   * Notes a dispatch.
   *
   * @param opensContainer whether the invoker's own activations will need one more container
   */
  void dispatched(Dispatch dispatch, boolean opensContainer) {
    inflight.incrementAndGet();
    if (opensContainer) {
      int memoryMb = dispatch.memoryMb();
      reservedMb.addAndGet(memoryMb);
      if (dispatch.action().takeIdle(dispatch.invoker())) {
        idleMemoryMb.addAndGet(-memoryMb);
      }
    }
    dispatched.add(dispatch);
  }

  /**
   * Notes a completion.
   *
   * @param emptiesContainer whether one of their containers is idle now
   */
  void completed(Dispatch dispatch, boolean emptiesContainer) {
    inflight.decrementAndGet();
    if (emptiesContainer) {
      int memoryMb = dispatch.memoryMb();
      reservedMb.addAndGet(-memoryMb);
      dispatch.action().addIdle(dispatch.invoker());
      idleMemoryMb.addAndGet(memoryMb);
    }
    completed.add(dispatch);
  }

  Freshness freshness(long nowNanos, long staleNanos, long settleNanos) {
    ReportedInvoker last = reported;
    if (last == null) {
      return Freshness.ABSENT;
    }
    if (nowNanos - last.sampledNanos() > staleNanos) {
      return Freshness.STALE;
    }
    return nowNanos - last.appearedNanos() < settleNanos
        ? Freshness.NOT_YET_USABLE
        : Freshness.FRESH;
  }
}
