package io.faasrank.loadbalancer.cluster;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

/**
 * One activation in flight, as the book knows it. It ends once: with its completion, or before that
 * with the invoker's process that had it. What was gone is completed later all the same, by an
 * acknowledgement or its time-out.
 */
public final class Dispatch {

  private static final long OPEN = Long.MAX_VALUE;

  private static final int IN_FLIGHT = 0;

  /** On its way to {@link #GONE}: whoever takes it there has not yet noted all of it. */
  private static final int LEAVING = 1;

  private static final int GONE = 2;
  private static final int ENDED = 3;

  private static final AtomicIntegerFieldUpdater<Dispatch> STATE =
      AtomicIntegerFieldUpdater.newUpdater(Dispatch.class, "state");

  private final ActionBook action;
  private final int invoker;
  private final int maxConcurrent;
  private final boolean opensContainer;
  private final long workMbMillis;
  private final long dispatchedNanos;
  private volatile long completedNanos = OPEN;
  private volatile boolean emptiesContainer;
  private volatile boolean acknowledged;
  private volatile int state = IN_FLIGHT;

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

  /** Activations of the action that share a container. */
  public int maxConcurrent() {
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

  /** Whether it counts as in flight. */
  public boolean inFlight() {
    return state == IN_FLIGHT;
  }

  /** Claims its end; false where it is gone or has ended before. */
  boolean end() {
    return STATE.compareAndSet(this, IN_FLIGHT, ENDED);
  }

  /** Claims its leaving; false where it is gone or has ended before. */
  boolean leave() {
    return STATE.compareAndSet(this, IN_FLIGHT, LEAVING);
  }

  /**
   * Ends its leaving, to be called when all that comes with it is noted.
   *
   * @return false when it was completed meanwhile, so that the caller has to note that too
   */
  boolean gone() {
    return STATE.compareAndSet(this, LEAVING, GONE);
  }

  /**
   * Claims the completion of an activation that is gone, or tells whoever lets it leave.
   *
   * @return whether the caller has to note it
   */
  boolean completeGone(long nowNanos) {
    completedNanos = nowNanos;
    while (true) {
      if (STATE.compareAndSet(this, GONE, ENDED)) {
        return true;
      }
      if (STATE.compareAndSet(this, LEAVING, ENDED) || state == ENDED) {
        return false;
      }
    }
  }

  /** Whether one of the containers that it may have shared has nothing to do without it. */
  void empties(boolean container) {
    emptiesContainer = container;
  }

  /**
   * Notes the end.
   *
   * @param empties as of {@link #empties}
   * @param byInvoker whether the invoker said so: what it empties is then idle
   */
  void complete(boolean empties, boolean byInvoker, long nowNanos) {
    emptiesContainer = empties;
    acknowledged = byInvoker;
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

  boolean acknowledged() {
    return acknowledged;
  }

  boolean leavesContainer() {
    return emptiesContainer && acknowledged;
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
