package io.faasrank.loadbalancer.cluster;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What one controller knows of one invoker: its own activations in flight there, counted as they
 * are dispatched and acknowledged, and the last report. Counters are for any thread; the fields of
 * the last paragraph belong to the thread that takes reports.
 */
final class InvokerBook {

  final AtomicInteger inflight = new AtomicInteger();
  final AtomicInteger reservedMb = new AtomicInteger();
  final AtomicLong workMbMillis = new AtomicLong();
  final AtomicInteger idleMemoryMb = new AtomicInteger();
  final RecentDispatches dispatched = new RecentDispatches();
  final RecentDispatches completed = new RecentDispatches();
  volatile @Nullable ReportedInvoker reported;

  /** Actions with an idle container here by the last report. */
  Set<ActionBook> actions = new HashSet<>();

  final ReportClock clock = new ReportClock();

  void dispatched(Dispatch dispatch) {
    inflight.incrementAndGet();
    workMbMillis.addAndGet(dispatch.workMbMillis());
    if (dispatch.opensContainer()) {
      int memoryMb = dispatch.memoryMb();
      reservedMb.addAndGet(memoryMb);
      if (dispatch.action().takeIdle(dispatch.invoker())) {
        idleMemoryMb.addAndGet(-memoryMb);
      }
    }
    dispatched.add(dispatch);
  }

  void completed(Dispatch dispatch) {
    inflight.decrementAndGet();
    workMbMillis.addAndGet(-dispatch.workMbMillis());
    if (dispatch.emptiesContainer()) {
      int memoryMb = dispatch.memoryMb();
      reservedMb.addAndGet(-memoryMb);
      dispatch.action().addIdle(dispatch.invoker());
      idleMemoryMb.addAndGet(memoryMb);
    }
    completed.add(dispatch);
  }

  /** Actions of the last activations here. */
  Set<ActionBook> recentActions() {
    Set<ActionBook> recent = new HashSet<>();
    completed.forEach(dispatch -> recent.add(dispatch.action()));
    dispatched.forEach(dispatch -> recent.add(dispatch.action()));
    return recent;
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
