package io.faasrank.loadbalancer.cluster;

/** One activation in flight, as the book knows it. */
public final class Dispatch {

  private static final long OPEN = Long.MAX_VALUE;

  private final ActionBook action;
  private final int invoker;
  private final int maxConcurrent;
  private final long dispatchedNanos;
  private volatile long completedNanos = OPEN;

  Dispatch(ActionBook action, int invoker, int maxConcurrent, long dispatchedNanos) {
    this.action = action;
    this.invoker = invoker;
    this.maxConcurrent = maxConcurrent;
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

  /** From dispatch to completion, in nanoseconds; meaningless while in flight. */
  public long tookNanos() {
    return completedNanos - dispatchedNanos;
  }

  void complete(long nowNanos) {
    completedNanos = nowNanos;
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
