package io.faasrank.event;

import java.util.List;

/**
 * Invokers joined, left or came back, or a controller has just begun to look at them. The first of
 * a pool names all its invokers, a later one those that changed.
 *
 * @param blackbox whether these are the invokers for blackbox actions
 * @param offset number of the pool's first invoker
 * @param size invokers of the pool, usable or not; those beyond it are gone
 */
public record PoolChanged(
    long nanos, boolean blackbox, int offset, int size, List<InvokerChange> changes)
    implements LogEvent {

  public PoolChanged {
    changes = List.copyOf(changes);
  }

  /**
   * What an invoker is from now on.
   *
   * @param position in the pool, from 0
   * @param usable whether it may be given work
   * @param memoryMb memory for action containers
   */
  public record InvokerChange(int position, boolean usable, int memoryMb) {}
}
