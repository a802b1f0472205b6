package io.faasrank.loadbalancer.cluster;

import io.faasrank.cluster.InvokerReport;
import io.faasrank.loadbalancer.cluster.PoolSums.Quantity;
import io.faasrank.loadbalancer.cluster.PoolSums.Share;
import java.util.HashSet;
import java.util.Objects;
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

  /** Memory per core of the paper's invokers: 2,048 MB for functions and 8 cores. */
  static final float MB_PER_CORE = 256;

  final AtomicInteger inflight = new AtomicInteger();
  final AtomicInteger reservedMb = new AtomicInteger();
  final AtomicLong workMbMillis = new AtomicLong();
  final AtomicInteger idleMemoryMb = new AtomicInteger();

  /** Memory that OpenWhisk holds for activations that are gone. */
  final AtomicInteger goneMb = new AtomicInteger();

  final RecentDispatches dispatched = new RecentDispatches();
  final RecentDispatches completed = new RecentDispatches();

  /** What other controllers announce, all together. */
  private final AtomicInteger announced = new AtomicInteger();

  private final AtomicInteger announcedMb = new AtomicInteger();
  private final AtomicLong announcedWorkMbMillis = new AtomicLong();

  /**
   * Where this controller is the only one: at most so many activations that it does not know may be
   * here, left by the controller before it or given up. At the start anything may be here.
   */
  private final AtomicInteger unknown = new AtomicInteger(Integer.MAX_VALUE);

  private final Share managed;
  private final Share blackbox;
  private final ChangeCounters.Counter changes;
  volatile @Nullable ReportedInvoker reported;

  /** Sampling time of the last report, by the invoker's clock; 0 before the first. */
  volatile long sampledAtMillis;

  /** Actions with an idle container or others' activations here by the last report. */
  final Set<ActionBook> actions = new HashSet<>();

  /** The actions of the last report. */
  final ListedActions listed = new ListedActions();

  /** From when on changes were unknown to the last report that showed containers. */
  long unseenFromNanos;

  final ReportClock clock = new ReportClock();

  /** When the process that reports last started, by its own wall clock; null where unknown. */
  @Nullable Long startedAtMillis;

  /**
   * For the sums of the two pools, of which it is no member yet.
   *
   * @param changes grows after every change of what a view tells of the invoker
   */
  InvokerBook(PoolSums managed, PoolSums blackbox, ChangeCounters.Counter changes) {
    this.managed = new Share(managed, this);
    this.blackbox = new Share(blackbox, this);
    this.changes = changes;
    changes.increment();
  }

  /** Joins the sums of a pool with so much memory, or leaves them: see {@link Share#join}. */
  void join(boolean blackboxPool, int memoryMb) {
    (blackboxPool ? blackbox : managed).join(memoryMb);
  }

  private void changed(Quantity quantity) {
    managed.update(quantity);
    blackbox.update(quantity);
  }

  /** Whether the report is by another process than the last one. */
  boolean restarted(InvokerReport report) {
    return reported != null && !Objects.equals(startedAtMillis, report.startedAtMillis());
  }

  /** Takes what a report says. */
  void report(ReportedInvoker report) {
    reported = report;
    changed(Quantity.MILLI_CORES);
    changed(Quantity.RESERVED_MB);
    changed(Quantity.INFLIGHT);
    changed(Quantity.QUEUED);
    changed(Quantity.WORK_MB_MILLIS);
    changes.increment();
  }

  /** Sets the memory of idle containers. */
  void idleMemoryMb(int memoryMb) {
    idleMemoryMb.set(memoryMb);
    changes.increment();
  }

  /**
   * Activations in flight: this controller's, and of others' what they announce or what the last
   * report shows beyond, whichever is more. The one is late by their exchange, the other shows none
   * that wait; their sum would count most of them twice.
   */
  int inflight() {
    ReportedInvoker last = reported;
    return inflight.get() + Math.max(announced.get(), last == null ? 0 : last.othersInflight());
  }

  /** Memory reserved for them, in MB. */
  int reservedMb() {
    return reservedMb.get() + othersMb();
  }

  /** That of other controllers. */
  int othersMb() {
    ReportedInvoker last = reported;
    return Math.max(announcedMb.get(), last == null ? 0 : last.othersMb());
  }

  /** Their work by {@link io.faasrank.cluster.WorkEstimate}. */
  long workMbMillis() {
    ReportedInvoker last = reported;
    return workMbMillis.get()
        + Math.max(announcedWorkMbMillis.get(), last == null ? 0 : last.othersWorkMbMillis());
  }

  /** Activations that other controllers announce. */
  int announced() {
    return announced.get();
  }

  /** Adds to what other controllers announce. */
  void announced(int activations, int memoryMb, long work) {
    announced.addAndGet(activations);
    announcedMb.addAndGet(memoryMb);
    announcedWorkMbMillis.addAndGet(work);
    changed(Quantity.RESERVED_MB);
    changed(Quantity.INFLIGHT);
    changed(Quantity.WORK_MB_MILLIS);
    changes.increment();
  }

  /**
   * Of the activations that a report shows beyond this controller's own, those that can be true.
   *
   * @param alone whether there is no other controller, so that what is unknown can only end
   */
  int others(int shown, boolean alone) {
    if (!alone) {
      unknown.set(Integer.MAX_VALUE);
      return shown;
    }
    return unknown.accumulateAndGet(shown, Math::min);
  }

  private void oneMoreUnknown() {
    unknown.updateAndGet(most -> most == Integer.MAX_VALUE ? most : most + 1);
  }

  /** Activations that wait there. */
  int queued() {
    ReportedInvoker last = reported;
    return last == null ? 0 : last.queued();
  }

  /**
   * As reported; before the first report estimated from the memory, so that policies without
   * metrics work.
   */
  float cores(int memoryMb) {
    ReportedInvoker last = reported;
    return last == null ? memoryMb / MB_PER_CORE : last.cores();
  }

  void dispatched(Dispatch dispatch) {
    inflight.incrementAndGet();
    workMbMillis.addAndGet(dispatch.workMbMillis());
    if (dispatch.opensContainer()) {
      int memoryMb = dispatch.memoryMb();
      reservedMb.addAndGet(memoryMb);
      if (dispatch.action().takeIdle(dispatch.invoker())) {
        idleMemoryMb.addAndGet(-memoryMb);
      }
      changed(Quantity.RESERVED_MB);
      changed(Quantity.OWN_MB);
    }
    changed(Quantity.INFLIGHT);
    changed(Quantity.WORK_MB_MILLIS);
    changes.increment();
    dispatched.add(dispatch);
  }

  void completed(Dispatch dispatch) {
    if (!dispatch.acknowledged()) {
      oneMoreUnknown();
    }
    if (dispatch.leavesContainer()) {
      dispatch.action().addIdle(dispatch.invoker());
      idleMemoryMb.addAndGet(dispatch.memoryMb());
    }
    left(dispatch);
    completed.add(dispatch);
  }

  void gone(Dispatch dispatch) {
    oneMoreUnknown();
    if (dispatch.emptiesContainer()) {
      goneMb.addAndGet(dispatch.memoryMb());
    }
    left(dispatch);
  }

  void goneCompleted(Dispatch dispatch) {
    if (dispatch.emptiesContainer()) {
      goneMb.addAndGet(-dispatch.memoryMb());
    }
  }

  private void left(Dispatch dispatch) {
    inflight.decrementAndGet();
    workMbMillis.addAndGet(-dispatch.workMbMillis());
    if (dispatch.emptiesContainer()) {
      reservedMb.addAndGet(-dispatch.memoryMb());
      changed(Quantity.RESERVED_MB);
      changed(Quantity.OWN_MB);
    }
    changed(Quantity.INFLIGHT);
    changed(Quantity.WORK_MB_MILLIS);
    changes.increment();
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
