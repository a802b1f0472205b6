package io.faasrank.loadbalancer.cluster;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;

/**
 * Memory as OpenWhisk hands it out: one semaphore of MB per invoker that may go below zero, and
 * places in containers that several activations of an action share.
 */
public final class SemaphoreSlots {

  private final Invoker[] invokers;

  /** Invokers of so many MB each. */
  public SemaphoreSlots(int count, int memoryMb) {
    invokers = new Invoker[count];
    for (int i = 0; i < count; i++) {
      invokers[i] = new Invoker(memoryMb);
    }
  }

  public int availableMb(int invoker) {
    return invokers[invoker].availablePermits();
  }

  /** Takes memory for something else. */
  public void take(int invoker, int memoryMb) {
    invokers[invoker].force(memoryMb);
  }

  public void release(int invoker, ActionBook action, int maxConcurrent) {
    invokers[invoker].release(action, maxConcurrent);
  }

  /** The slots as an activation of the action sees them. */
  public MemorySlots of(ActionBook action, int maxConcurrent) {
    return new MemorySlots() {
      @Override
      public int availableMb(int invoker) {
        return SemaphoreSlots.this.availableMb(invoker);
      }

      @Override
      public boolean tryAcquire(int invoker) {
        return invokers[invoker].acquire(action, maxConcurrent, false);
      }

      @Override
      public void forceAcquire(int invoker) {
        invokers[invoker].acquire(action, maxConcurrent, true);
      }

      @Override
      public void release(int invoker) {
        SemaphoreSlots.this.release(invoker, action, maxConcurrent);
      }
    };
  }

  private static final class Invoker extends Semaphore {

    private static final long serialVersionUID = 1L;

    private final transient Map<ActionBook, Integer> places = new HashMap<>();

    Invoker(int memoryMb) {
      super(memoryMb);
    }

    void force(int memoryMb) {
      reducePermits(memoryMb);
    }

    boolean acquire(ActionBook action, int maxConcurrent, boolean force) {
      int memoryMb = action.action().memoryMb();
      if (maxConcurrent == 1) {
        return acquireMb(memoryMb, force);
      }
      synchronized (places) {
        int free = places.getOrDefault(action, 0);
        if (free == 0 && !acquireMb(memoryMb, force)) {
          return false;
        }
        places.put(action, (free == 0 ? maxConcurrent : free) - 1);
        return true;
      }
    }

    private boolean acquireMb(int memoryMb, boolean force) {
      if (force) {
        force(memoryMb);
        return true;
      }
      return tryAcquire(memoryMb);
    }

    void release(ActionBook action, int maxConcurrent) {
      int memoryMb = action.action().memoryMb();
      if (maxConcurrent == 1) {
        release(memoryMb);
        return;
      }
      synchronized (places) {
        int free = places.getOrDefault(action, 0) + 1;
        places.put(action, free % maxConcurrent);
        if (free == maxConcurrent) {
          release(memoryMb);
        }
      }
    }
  }
}
