package io.faasrank.loadbalancer.cluster;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntUnaryOperator;

/**
 * One counter per invoker, for any thread at any time. Counters are kept in blocks that are created
 * when first written and never move, so that growing loses no update and an action that runs on few
 * invokers takes little memory. Reading and counting take no lock.
 */
final class GrowingCounters {

  /** Counters of a block: a few cache lines. */
  private static final int BLOCK = 64;

  private final AtomicInteger sum = new AtomicInteger();
  private volatile AtomicReferenceArray<AtomicIntegerArray> blocks = new AtomicReferenceArray<>(1);

  /** All counters together. */
  int sum() {
    return sum.get();
  }

  int get(int index) {
    AtomicReferenceArray<AtomicIntegerArray> all = blocks;
    int block = index / BLOCK;
    if (block >= all.length()) {
      return 0;
    }
    AtomicIntegerArray counters = all.get(block);
    return counters == null ? 0 : counters.get(index % BLOCK);
  }

  /** Reads those of some indices that lie side by side. */
  void get(int first, int count, float[] into) {
    AtomicReferenceArray<AtomicIntegerArray> all = blocks;
    int read = 0;
    while (read < count) {
      int block = (first + read) / BLOCK;
      int slot = (first + read) % BLOCK;
      int here = Math.min(BLOCK - slot, count - read);
      AtomicIntegerArray counters = block < all.length() ? all.get(block) : null;
      if (counters == null) {
        Arrays.fill(into, read, read + here, 0);
      } else {
        for (int i = 0; i < here; i++) {
          into[read + i] = counters.getPlain(slot + i);
        }
      }
      read += here;
    }
  }

  /** Adds one and returns the new value. */
  int add(int index, int change) {
    sum.addAndGet(change);
    return block(index / BLOCK).addAndGet(index % BLOCK, change);
  }

  void set(int index, int value) {
    if (value != 0 || get(index) != 0) {
      sum.addAndGet(value - block(index / BLOCK).getAndSet(index % BLOCK, value));
    }
  }

  /**
   * Changes one by a function, which may be called again and again. Leaves the sum alone, which is
   * then of no use.
   *
   * @return the value before in the upper half, the new one in the lower
   */
  long update(int index, IntUnaryOperator change) {
    AtomicIntegerArray counters = block(index / BLOCK);
    int slot = index % BLOCK;
    while (true) {
      int before = counters.get(slot);
      int after = change.applyAsInt(before);
      if (counters.compareAndSet(slot, before, after)) {
        return ((long) before << Integer.SIZE) | Integer.toUnsignedLong(after);
      }
    }
  }

  /** Takes one away unless the counter is 0; returns whether it did. */
  boolean takeOne(int index) {
    if (get(index) <= 0) {
      return false;
    }
    AtomicIntegerArray counters = block(index / BLOCK);
    int slot = index % BLOCK;
    int value = counters.get(slot);
    while (value > 0) {
      if (counters.compareAndSet(slot, value, value - 1)) {
        sum.decrementAndGet();
        return true;
      }
      value = counters.get(slot);
    }
    return false;
  }

  private AtomicIntegerArray block(int block) {
    AtomicReferenceArray<AtomicIntegerArray> all = blocks;
    AtomicIntegerArray counters = block < all.length() ? all.get(block) : null;
    return counters == null ? makeBlock(block) : counters;
  }

  private synchronized AtomicIntegerArray makeBlock(int block) {
    AtomicReferenceArray<AtomicIntegerArray> all = blocks;
    if (block >= all.length()) {
      AtomicReferenceArray<AtomicIntegerArray> grown =
          new AtomicReferenceArray<>(Math.max(block + 1, all.length() * 2));
      for (int b = 0; b < all.length(); b++) {
        grown.set(b, all.get(b));
      }
      blocks = grown;
      all = grown;
    }
    AtomicIntegerArray counters = all.get(block);
    if (counters == null) {
      counters = new AtomicIntegerArray(BLOCK);
      all.set(block, counters);
    }
    return counters;
  }
}
