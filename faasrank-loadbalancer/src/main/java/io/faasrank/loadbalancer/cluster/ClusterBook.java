package io.faasrank.loadbalancer.cluster;

import io.faasrank.cluster.WorkEstimate;
import io.faasrank.event.ActionsTrimmed;
import io.faasrank.event.ControllersCounted;
import io.faasrank.loadbalancer.cluster.PoolSums.Quantity;
import io.faasrank.loadbalancer.event.EventLog;
import io.faasrank.policy.LateBinding;
import java.util.Arrays;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One controller's book of the whole cluster: all invokers and all actions. Any thread may note a
 * dispatch or a completion, without a lock. The ledger makes sure that none is noted twice.
 */
public final class ClusterBook {

  private final ActionTable actions;
  private final LongSupplier nanoClock;
  private final long staleNanos;
  private final long settleNanos;
  private volatile InvokerBook[] invokers = new InvokerBook[0];
  private final ChangeCounters changes = new ChangeCounters();
  private final PoolSums managed = new PoolSums();
  private final PoolSums blackbox = new PoolSums();
  private final EventLog log;
  private final PoolLog pools;
  private volatile int controllers = 1;
  private volatile int heard;

  /**
   * A book whose changes are not logged.
   *
   * @param nanoClock monotonic, in nanoseconds
   */
  public ClusterBook(FreshnessSettings freshness, int maxActions, LongSupplier nanoClock) {
    this(freshness, maxActions, nanoClock, EventLog.off());
  }

  /**
   * @param nanoClock monotonic, in nanoseconds
   * @param log takes what changes the book
   */
  public ClusterBook(
      FreshnessSettings freshness, int maxActions, LongSupplier nanoClock, EventLog log) {
    this.log = log;
    this.pools = new PoolLog(log);
    this.actions = new ActionTable(maxActions, nanoClock);
    this.nanoClock = nanoClock;
    this.staleNanos = freshness.staleAfter().toNanos();
    this.settleNanos = freshness.settle().toNanos();
  }

  public ActionTable actions() {
    return actions;
  }

  /** Forgets actions beyond the limit, where they are many. Off the request path. */
  public void trimActions() {
    long now = nanoClock.getAsLong();
    if (actions.trim()) {
      log.add(new ActionsTrimmed(now));
    }
  }

  /** How many controllers share the invokers. A single one knows everything in flight. */
  public void controllers(int count) {
    if (count != controllers) {
      controllers = count;
      log.add(new ControllersCounted(nowNanos(), count));
    }
  }

  int controllers() {
    return controllers;
  }

  /**
   * Notes that an activation goes to the invoker, before it is sent.
   *
   * @param maxConcurrent activations of the action that share a container, at least 1
   */
  public Dispatch dispatched(ActionBook action, int invoker, int maxConcurrent) {
    long now = nanoClock.getAsLong();
    boolean opensContainer = action.dispatched(invoker, maxConcurrent, now);
    long work = workMbMillis(action.action().memoryMb(), action.runSeconds());
    Dispatch dispatch = new Dispatch(action, invoker, maxConcurrent, opensContainer, work, now);
    invoker(invoker).dispatched(dispatch);
    return dispatch;
  }

  /** Notes that it is over. */
  public void completed(Dispatch dispatch) {
    end(dispatch, true);
  }

  /**
   * Notes that its time is up without an acknowledgement: it may have ended, may run or wait, or
   * may be lost. It leaves no container behind, and what reports show of it is believed.
   */
  public void timedOut(Dispatch dispatch) {
    end(dispatch, false);
  }

  private void end(Dispatch dispatch, boolean acknowledged) {
    InvokerBook invoker = invoker(dispatch.invoker());
    if (dispatch.end()) {
      dispatch.complete(emptied(dispatch), acknowledged, nanoClock.getAsLong());
      invoker.completed(dispatch);
    } else if (dispatch.completeGone(nanoClock.getAsLong())) {
      invoker.goneCompleted(dispatch);
    }
  }

  /**
   * Notes that it is gone with the process that had it, though nobody has said so yet. OpenWhisk
   * keeps its memory taken until its time is up; {@link #goneMb} says how much that is.
   *
   * @return false where it was gone before, or has ended
   */
  boolean gone(Dispatch dispatch) {
    if (!dispatch.leave()) {
      return false;
    }
    dispatch.empties(emptied(dispatch));
    InvokerBook invoker = invoker(dispatch.invoker());
    invoker.gone(dispatch);
    if (!dispatch.gone()) {
      invoker.goneCompleted(dispatch);
    }
    return true;
  }

  private static boolean emptied(Dispatch dispatch) {
    return dispatch.action().completed(dispatch.invoker(), dispatch.maxConcurrent());
  }

  /**
   * Memory of an invoker, in MB, that is taken for activations which are gone: see {@link #gone}.
   */
  public int goneMb(int invoker) {
    InvokerBook book = find(invoker);
    return book == null ? 0 : book.goneMb.get();
  }

  void heard(int others) {
    heard = others;
  }

  /** How many other controllers tell what they have in flight. */
  public int heard() {
    return heard;
  }

  /** Whether what comes for the pool may wait in this controller: {@link LateBinding#hasShare}. */
  public boolean hasShare(Pool pool) {
    int count = controllers;
    if (count == 1) {
      return true;
    }
    PoolSums sums = sums(pool);
    return LateBinding.hasShare(
        sums.get(Quantity.OWN_MB), sums.get(Quantity.RESERVED_MB), Math.max(1, count));
  }

  /** Whether there are other controllers and all of them tell what they have in flight. */
  boolean knowsOthers() {
    int count = controllers;
    return count > 1 && heard >= count - 1;
  }

  /**
   * Memory of an invoker, in MB, that is free beyond what is left of this controller's share, in
   * which OpenWhisk divides it evenly: what it holds for activations that are gone, and where all
   * other controllers are known, what they leave of their shares. Negative where they use more.
   *
   * @param memoryMb all memory of the invoker for action containers
   */
  public int beyondShareMb(int invoker, int memoryMb) {
    InvokerBook book = find(invoker);
    if (book == null) {
      return 0;
    }
    int goneMb = book.goneMb.get();
    return knowsOthers() ? goneMb + memoryMb - memoryMb / controllers - book.othersMb() : goneMb;
  }

  /** Whether the invoker's metrics can be used at that time. */
  public Freshness freshness(int invoker, long nowNanos) {
    InvokerBook book = find(invoker);
    return book == null ? Freshness.ABSENT : book.freshness(nowNanos, staleNanos, settleNanos);
  }

  /** Which invokers' books have changed. */
  ChangeCounters changes() {
    return changes;
  }

  /**
   * When the invoker's freshness ends by itself, without a report: a reading of the clock, or
   * {@link Long#MAX_VALUE} for one that only a report can change.
   */
  long freshnessEndsNanos(int invoker, Freshness now) {
    InvokerBook book = find(invoker);
    ReportedInvoker last = book == null ? null : book.reported;
    if (last == null || now == Freshness.STALE || now == Freshness.ABSENT) {
      return Long.MAX_VALUE;
    }
    return now == Freshness.FRESH
        ? last.sampledNanos() + staleNanos
        : last.appearedNanos() + settleNanos;
  }

  /**
   * What this controller has in flight by the books of the invokers.
   *
   * @param memoryMb memory that is reserved for it
   * @param workMbMillis its work by {@link WorkEstimate}
   */
  public record OwnWork(long activations, long memoryMb, long workMbMillis) {}

  /** All of it; 0 each when nothing is in flight. Off the request path. */
  public OwnWork ownWork() {
    long activations = 0;
    long memoryMb = 0;
    long work = 0;
    for (InvokerBook invoker : invokers) {
      if (invoker != null) {
        activations += invoker.inflight.get();
        memoryMb += invoker.reservedMb.get();
        work += invoker.workMbMillis.get();
      }
    }
    return new OwnWork(activations, memoryMb, work);
  }

  /**
   * When the last report taken from the invoker was sampled, by the invoker's clock, in
   * milliseconds since 1970; 0 before the first.
   */
  public long sampledAtMillis(int invoker) {
    InvokerBook book = find(invoker);
    return book == null ? 0 : book.sampledAtMillis;
  }

  /** The {@link WorkEstimate} of so much memory, for a run time that may be NaN. */
  long workMbMillis(int memoryMb, float runSeconds) {
    return WorkEstimate.mbMillis(memoryMb, runSeconds, actions.anyRunSeconds());
  }

  /** The log of what changes the book. */
  public EventLog log() {
    return log;
  }

  /** Notes the pool that decisions are about to look at; costs nothing where it is the last one. */
  public void seen(Pool pool) {
    if (log.enabled()) {
      pools.seen(pool, nanoClock);
    }
  }

  /** Reads the clock. */
  public long nowNanos() {
    return nanoClock.getAsLong();
  }

  long staleNanos() {
    return staleNanos;
  }

  /** The sums over the usable invokers of the pool, which become those of the pool asked for. */
  PoolSums sums(Pool pool) {
    PoolSums sums = pool.blackbox() ? blackbox : managed;
    sums.turnTo(pool, this);
    return sums;
  }

  /** One more than the highest number of an invoker with a book. */
  int invokers() {
    return invokers.length;
  }

  /** The book of the invoker, null where none was opened. */
  @Nullable InvokerBook find(int invoker) {
    InvokerBook[] all = invokers;
    return invoker < all.length ? all[invoker] : null;
  }

  InvokerBook invoker(int invoker) {
    InvokerBook book = find(invoker);
    return book != null ? book : open(invoker);
  }

  private InvokerBook open(int invoker) {
    return open(invoker, 1)[invoker];
  }

  /** Opens the books of all invokers of the pool. */
  void open(Pool pool) {
    open(pool.invoker(0), pool.size());
  }

  private synchronized InvokerBook[] open(int first, int count) {
    InvokerBook[] grown = Arrays.copyOf(invokers, Math.max(invokers.length, first + count));
    for (int i = first; i < first + count; i++) {
      if (grown[i] == null) {
        grown[i] = new InvokerBook(managed, blackbox, changes.of(i));
      }
    }
    invokers = grown;
    return grown;
  }
}
