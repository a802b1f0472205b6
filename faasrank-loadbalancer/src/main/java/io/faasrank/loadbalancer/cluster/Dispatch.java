package io.faasrank.loadbalancer.cluster;

/** One activation in flight, as the book knows it. */
public final class Dispatch {

  private static final long OPEN = Long.MAX_VALUE;

  private final ActionBook action;
  private final int invoker;
  private final int maxConcurrent;
  private final boolean opensContainer;
  private final long workMbMillis;
  private final long dispatchedNanos;
  private volatile long completedNanos = OPEN;
  private volatile boolean emptiesContainer;

  /**
   * @param opensContainer whether the controller's own activations need one container more with it
   * @param workMbMillis what its work is taken to be, until it ends
   */
  Dispatch(
      ActionBook action,
      int invoker,
      int maxConcurrent,
      boolean opensContainer,
      long workMbMillis,
      long dispatchedNanos) {
    this.action = action;
    this.invoker = invoker;
    this.maxConcurrent = maxConcurrent;
    this.opensContainer = opensContainer;
    this.workMbMillis = workMbMillis;
    this.dispatchedNanos = dispatchedNanos;
  }

  public ActionBook action() {
    return action;
  }

  public int invoker() {
    return invoker;
  }

  int maxConcurrent() {
    return maxConcurrent;
  }

  /** Reading of the monotonic clock, in nanoseconds. */
  public long dispatchedNanos() {
    return dispatchedNanos;
  }

  /** Reading of the monotonic clock at the completion; meaningless while in flight. */
  public long completedNanos() {
    return completedNanos;
  }

  /** From dispatch to completion, in nanoseconds; meaningless while in flight. */
  public long tookNanos() {
    return completedNanos - dispatchedNanos;
  }

  /**
   * Notes the end.
   *
   * @param empties whether one of the containers that it may have shared has nothing to do now
   */
  void complete(boolean empties, long nowNanos) {
    emptiesContainer = empties;
    completedNanos = nowNanos;
  }

  long workMbMillis() {
    return workMbMillis;
  }

  boolean opensContainer() {
    return opensContainer;
  }

  boolean emptiesContainer() {
    return emptiesContainer;
  }

  boolean completedAfter(long nanos) {
    long completed = completedNanos;
    return completed != OPEN && completed - nanos > 0;
  }

  boolean dispatchedAfter(long nanos) {
    return dispatchedNanos - nanos > 0;
  }

  int memoryMb() {
    return action.action().memoryMb();
  }
}
