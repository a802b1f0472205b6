package io.faasrank.loadbalancer.cluster;

/**
 * This controller's share of the invokers' memory, in OpenWhisk one semaphore per invoker. For one
 * activation, whose action, memory and concurrency limit the implementation knows. Thread-safe.
 */
public interface MemorySlots {

  /** Memory of the share that is not taken, in MB; negative when more was taken than there is. */
  int availableMb(int invoker);

  /** Takes memory for the activation where there is enough. */
  boolean tryAcquire(int invoker);

  /** Takes memory even where there is not enough. */
  void forceAcquire(int invoker);

  /** Gives back what either of them took. */
  void release(int invoker);
}
