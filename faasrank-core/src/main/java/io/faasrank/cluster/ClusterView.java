package io.faasrank.cluster;

import org.jspecify.annotations.Nullable;

/**
 * Stage 3 of 12: the cluster as the scheduler knows it while it decides. Invokers are told apart by
 * their position in the pool that the action may use, from 0; the number that OpenWhisk gives an
 * invoker is another thing, and no part of a view. Every call is constant-time, allocates nothing
 * and does no I/O; values come from the last report of each invoker, corrected by what this
 * scheduler has dispatched and seen completed since.
 */
public interface ClusterView {

  /** Number of invokers that ever registered, usable or not. */
  int size();

  /** Whether the invoker may be given work. */
  boolean usable(int position);

  /** Memory of the invoker for action containers, in MB. */
  int memoryMb(int position);

  /**
   * Memory not reserved by activations in flight, in MB; negative when the invoker was given more
   * than it holds. The {@code avail_memory} of Table I(b).
   */
  int freeMemoryMb(int position);

  /** Activations dispatched to the invoker and not yet completed, running or queued. */
  int inflight(int position);

  /** Of those in flight on the invoker, the activations of the action. */
  int inflight(int position, Action action);

  /** Idle warm containers of the action on the invoker: {@code warm_infrastructures}. */
  int idleWarm(int position, Action action);

  /** Activations that wait in the invoker's buffer for memory. */
  int queued(int position);

  /** Memory held by idle containers of any action, in MB; evicted when others need it. */
  int idleMemoryMb(int position);

  /** CPU cores of the invoker. */
  float cores(int position);

  /**
   * Estimated work in flight on the invoker, in MB seconds: of each activation its memory times the
   * mean run time of its action as known at the dispatch, see {@link WorkEstimate}. It is added at
   * the dispatch and the same amount taken back at the completion, however long that took.
   */
  float workMbSeconds(int position);

  /**
   * The resource metrics of the invoker's last report, indexed by {@link ResourceMetric#ordinal()}:
   * changes per second for {@link ResourceMetric.Kind#DELTA}, values for gauges, NaN where unknown.
   * The array belongs to the view and must not be changed.
   */
  float[] resources(int position);

  /** Mean measured cold initialisation of the action over all invokers, in seconds; NaN unknown. */
  float initSeconds(Action action);

  /** Mean measured execution of the action, cold initialisation apart, in seconds; NaN unknown. */
  float runSeconds(Action action);

  /** Sums over the usable invokers; valid until the next call or the next change of the view. */
  ClusterSums sums(Action action);

  /** OpenWhisk's order of the invokers for the action; only of a view with at least one. */
  HashingWalk walk(Action action);

  /** Whether the invoker has memory for one more activation of the action without waiting. */
  default boolean fits(int position, Action action) {
    return freeMemoryMb(position) >= action.memoryMb();
  }

  /** Which invokers have changed, null where the view does not know. */
  default @Nullable InvokerChanges changes() {
    return null;
  }

  /**
   * {@link #inflight(int, Action)} of invokers that lie side by side.
   *
   * @param first position of the first
   * @param count how many
   * @param into receives so many numbers
   */
  default void inflight(Action action, int first, int count, float[] into) {
    for (int i = 0; i < count; i++) {
      into[i] = inflight(first + i, action);
    }
  }

  /** {@link #idleWarm(int, Action)} likewise. */
  default void idleWarm(Action action, int first, int count, float[] into) {
    for (int i = 0; i < count; i++) {
      into[i] = idleWarm(first + i, action);
    }
  }
}
