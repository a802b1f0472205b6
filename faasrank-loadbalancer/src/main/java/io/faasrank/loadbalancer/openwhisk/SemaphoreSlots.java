package io.faasrank.loadbalancer.openwhisk;

import io.faasrank.loadbalancer.cluster.MemorySlots;
import org.apache.openwhisk.common.NestedSemaphore;
import org.apache.openwhisk.core.entity.FullyQualifiedEntityName;
import scala.collection.IndexedSeq;

/**
 * The stock balancer's semaphores, for one activation: policies and hashing take from the same
 * memory, and OpenWhisk gives back what either took. Each semaphore holds this controller's share
 * of an invoker. An invoker that has none yet, since it has only just appeared, has no memory.
 */
final class SemaphoreSlots implements MemorySlots {

  private final IndexedSeq<NestedSemaphore<FullyQualifiedEntityName>> slots;
  private final FullyQualifiedEntityName action;
  private final int maxConcurrent;
  private final int memoryMb;

  /**
   * @param slots by invoker number; those of the moment, since a change of the number of
   *     controllers replaces them all
   * @param action with its version, as OpenWhisk releases it
   */
  SemaphoreSlots(
      IndexedSeq<NestedSemaphore<FullyQualifiedEntityName>> slots,
      FullyQualifiedEntityName action,
      int maxConcurrent,
      int memoryMb) {
    this.slots = slots;
    this.action = action;
    this.maxConcurrent = maxConcurrent;
    this.memoryMb = memoryMb;
  }

  @Override
  public int availableMb(int invoker) {
    return invoker < slots.length() ? slots.apply(invoker).availablePermits() : 0;
  }

  @Override
  public boolean tryAcquire(int invoker) {
    return invoker < slots.length()
        && slots.apply(invoker).tryAcquireConcurrent(action, maxConcurrent, memoryMb);
  }

  @Override
  public void forceAcquire(int invoker) {
    slots.apply(invoker).forceAcquireConcurrent(action, maxConcurrent, memoryMb);
  }

  @Override
  public void release(int invoker) {
    slots.apply(invoker).releaseConcurrent(action, maxConcurrent, memoryMb);
  }
}
