package io.faasrank.loadbalancer;

import io.faasrank.loadbalancer.cluster.MemorySlots;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Slots that take two milliseconds to tell what is available. */
final class LateSlots implements MemorySlots {

  private static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private final MemorySlots slots;

  LateSlots(MemorySlots slots) {
    this.slots = slots;
  }

  @Override
  public int availableMb(int invoker) {
    long end = System.nanoTime() + LATE_NANOS;
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(LATE_NANOS / 4);
    }
    return slots.availableMb(invoker);
  }

  @Override
  public boolean tryAcquire(int invoker) {
    return slots.tryAcquire(invoker);
  }

  @Override
  public void forceAcquire(int invoker) {
    slots.forceAcquire(invoker);
  }

  @Override
  public void release(int invoker) {
    slots.release(invoker);
  }
}
