package io.faasrank.loadbalancer.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** The slots of one activation, which also note what it took. For one thread. */
final class CountingSlots implements MemorySlots {

  private final MemorySlots own;
  private final int memoryMb;
  private final AtomicInteger[] forcedMb;
  private int takenOn = -1;
  private int forcedHereMb;

  /**
   * @param memoryMb of the activation
   * @param forcedMb by invoker, raised by what is taken by force before it is taken
   */
  CountingSlots(MemorySlots own, int memoryMb, AtomicInteger[] forcedMb) {
    this.own = own;
    this.memoryMb = memoryMb;
    this.forcedMb = forcedMb;
  }

  /** The invoker on which memory was taken, or -1. */
  int takenOn() {
    return takenOn;
  }

  /** Memory taken by force. */
  int forcedHereMb() {
    return forcedHereMb;
  }

  @Override
  public int availableMb(int invoker) {
    return own.availableMb(invoker);
  }

  @Override
  public boolean tryAcquire(int invoker) {
    if (own.tryAcquire(invoker)) {
      take(invoker);
      return true;
    }
    return false;
  }

  @Override
  public void forceAcquire(int invoker) {
    forcedHereMb = memoryMb;
    forcedMb[invoker].addAndGet(memoryMb);
    own.forceAcquire(invoker);
    take(invoker);
  }

  @Override
  public void release(int invoker) {
    own.release(invoker);
    forcedMb[invoker].addAndGet(-forcedHereMb);
    forcedHereMb = 0;
    takenOn = -1;
  }

  private void take(int invoker) {
    assertThat(takenOn).as("memory taken twice").isEqualTo(-1);
    takenOn = invoker;
  }

  /** Takes memory by OpenWhisk's walk, or by force on a random invoker where none has any. */
  int hash(Pool pool, ActionBook action, SplittableRandom random) {
    int size = pool.size();
    int home = action.action().hash() % size;
    for (int i = 0; i < size; i++) {
      int position = (home + i) % size;
      if (pool.usable(position) && tryAcquire(pool.invoker(position))) {
        return pool.invoker(position);
      }
    }
    int invoker = pool.invoker(random.nextInt(size));
    forceAcquire(invoker);
    return invoker;
  }
}
