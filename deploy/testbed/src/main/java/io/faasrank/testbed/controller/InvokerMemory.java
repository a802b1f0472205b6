package io.faasrank.testbed.controller;

import java.util.concurrent.atomic.AtomicInteger;

/** An invoker's memory as a controller hands it out; more than there is if forced. Thread-safe. */
final class InvokerMemory {

  private final int memoryMb;
  private final AtomicInteger taken = new AtomicInteger();
  private final AtomicInteger inflight = new AtomicInteger();

  InvokerMemory(int memoryMb) {
    this.memoryMb = memoryMb;
  }

  int memoryMb() {
    return memoryMb;
  }

  int takenMb() {
    return taken.get();
  }

  int availableMb() {
    return memoryMb - taken.get();
  }

  /** Activations that hold memory. */
  int inflight() {
    return inflight.get();
  }

  boolean tryAcquire(int mb) {
    int before = taken.get();
    while (before + mb <= memoryMb) {
      if (taken.compareAndSet(before, before + mb)) {
        inflight.incrementAndGet();
        return true;
      }
      before = taken.get();
    }
    return false;
  }

  void forceAcquire(int mb) {
    taken.addAndGet(mb);
    inflight.incrementAndGet();
  }

  void release(int mb) {
    inflight.decrementAndGet();
    taken.addAndGet(-mb);
  }
}
