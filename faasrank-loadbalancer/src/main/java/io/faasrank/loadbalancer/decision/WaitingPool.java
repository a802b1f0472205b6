package io.faasrank.loadbalancer.decision;

import io.faasrank.cluster.ClusterView;
import io.faasrank.loadbalancer.cluster.ClusterBook;
import io.faasrank.loadbalancer.cluster.LiveView;
import io.faasrank.loadbalancer.cluster.Pool;
import io.faasrank.policy.LateBinding;
import io.faasrank.policy.WaitingLine;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What waits for the managed or the blackbox invokers. For one thread at a time. */
final class WaitingPool {

  /** Stands for all invokers. */
  static final int ALL = -1;

  private static final double NANOS_PER_SECOND = 1e9;

  private final WaitingLine<Waiter> line;
  private final Placement placement;
  private final ClusterBook book;
  private final LiveView view;
  private @Nullable Fallback unable;
  private long looks;

  WaitingPool(LateBinding rule, Placement placement, ClusterBook book) {
    this.line = new WaitingLine<>(rule);
    this.placement = placement;
    this.book = book;
    this.view = new LiveView(book);
  }

  void add(Waiter waiter) {
    line.add(waiter.request().action().action(), waiter, seconds(waiter.arrival().nanos()));
  }

  /**
   * Sends what may be sent now.
   *
   * @param invoker number of the one where something has ended, or {@link #ALL}
   * @param forcedNanos what came before is sent even where it will wait
   * @param most so many decisions at most, forced ones apart
   * @return how many were made
   */
  int look(int invoker, long forcedNanos, int most, WaitingLine.Sender<Waiter> sender) {
    unable = null;
    Waiter first = line.first();
    if (first == null) {
      return 0;
    }
    Request seen = first.activation().request();
    Pool pool = seen.pool();
    int position = invoker == ALL ? WaitingLine.ANY : invoker - pool.invoker(0);
    if (invoker != ALL && (position < 0 || position >= pool.size())) {
      return 0;
    }
    unable = placement.look(view, seen);
    if (unable != null) {
      return 0;
    }
    looks++;
    WaitingLine.Sender<Waiter> inPool = new InPool(pool, sender);
    double now = seconds(book.nowNanos());
    if (invoker == ALL) {
      line.forceOlder(seconds(forcedNanos), now, inPool);
    }
    return line.send(waiter -> turnTo(waiter, pool), position, now, inPool, most);
  }

  /** Offers an activation as it is in this look. */
  private final class InPool implements WaitingLine.Sender<Waiter> {

    private final Pool pool;
    private final WaitingLine.Sender<Waiter> sender;

    InPool(Pool pool, WaitingLine.Sender<Waiter> sender) {
      this.pool = pool;
      this.sender = sender;
    }

    @Override
    public boolean send(Waiter waiter, int waiting, boolean forced) {
      Request unused = waiter.lookAt(looks, pool);
      return sender.send(waiter, waiting, forced);
    }

    @Override
    public boolean mustSend() {
      return !book.hasShare(pool);
    }
  }

  private ClusterView turnTo(Waiter waiter, Pool pool) {
    Request request = waiter.lookAt(looks, pool);
    view.turnTo(request.action(), request.slots(), request.maxConcurrent());
    return view;
  }

  /** Why the last look could not have led to any decision; null where it could. */
  @Nullable Fallback unable() {
    return unable;
  }

  /** Since when the one waits that has waited longest; so much before now. */
  long longestNanos(long nowNanos) {
    return line.size() == 0
        ? 0
        : Math.round((seconds(nowNanos) - line.oldestSeconds()) * NANOS_PER_SECOND);
  }

  List<Waiter> clear() {
    return line.clear();
  }

  private static double seconds(long nanos) {
    return nanos / NANOS_PER_SECOND;
  }
}
