package io.faasrank.cluster;

/**
 * Stage 3 of 12: the cluster as the scheduler knows it while it decides. Invokers are numbered from
 * 0 as in OpenWhisk. Every call is constant-time, allocates nothing and does no I/O; values come
 * from the last report of each invoker, corrected by what this scheduler has dispatched and seen
 * completed since.
 */
public interface ClusterView {

  /** Number of invokers that ever registered, usable or not. */
  int size();

  /** Whether the invoker may be given work. */
  boolean usable(int invoker);

  /** Memory of the invoker for action containers, in MB. */
  int memoryMb(int invoker);

  /**
   * Memory not reserved by activations in flight, in MB; negative when the invoker was given more
   * than it holds. The {@code avail_memory} of Table I(b).
   */
  int freeMemoryMb(int invoker);

  /** Activations dispatched to the invoker and not yet completed, running or queued. */
  int inflight(int invoker);

  /** Of those in flight on the invoker, the activations of the action. */
  int inflight(int invoker, Action action);

  /** Idle warm containers of the action on the invoker: {@code warm_infrastructures}. */
  int idleWarm(int invoker, Action action);

  /** Activations that wait in the invoker's buffer for memory. */
  int queued(int invoker);

  /** Memory held by idle containers of any action, in MB; evicted when others need it. */
  int idleMemoryMb(int invoker);

  /** CPU cores of the invoker. */
  float cores(int invoker);

  /**
   * The resource metrics of the invoker's last report, indexed by {@link ResourceMetric#ordinal()}:
   * changes per second for {@link ResourceMetric.Kind#DELTA}, values for gauges, NaN where unknown.
   * The array belongs to the view and must not be changed.
   */
  float[] resources(int invoker);

  /** Mean measured cold initialisation of the action over all invokers, in seconds; NaN unknown. */
  float initSeconds(Action action);

  /** Mean measured execution of the action, cold initialisation apart, in seconds; NaN unknown. */
  float runSeconds(Action action);

  /** Whether the invoker has memory for one more activation of the action without waiting. */
  default boolean fits(int invoker, Action action) {
    return freeMemoryMb(invoker) >= action.memoryMb();
  }
}
