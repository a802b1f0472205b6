package io.faasrank.loadbalancer.cluster;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * One number per invoker that grows with each change of its book, side by side in memory, so that a
 * thread finds out in no time which of ten thousand invokers have changed since it last looked. Any
 * thread counts, after it has changed the book: who then reads a number with {@link #read}, and the
 * book after it, either sees the change or will see another number the next time.
 */
final class ChangeCounters {

  /** Invokers of a block. Blocks never move, so that growing loses no count. */
  static final int BLOCK = 256;

  private static final VarHandle COUNTS = MethodHandles.arrayElementVarHandle(int[].class);

  private volatile int[][] blocks = new int[0][];

  /** One invoker's number. */
  static final class Counter {

    private final int[] block;
    private final int at;

    private Counter(int[] block, int at) {
      this.block = block;
      this.at = at;
    }

    void increment() {
      int unused = (int) COUNTS.getAndAdd(block, at, 1);
    }
  }

  /** The counter of an invoker, made where there is none. */
  synchronized Counter of(int invoker) {
    int block = invoker / BLOCK;
    int[][] all = blocks;
    if (block >= all.length) {
      int before = all.length;
      all = Arrays.copyOf(all, block + 1);
      for (int b = before; b <= block; b++) {
        all[b] = new int[BLOCK];
      }
      blocks = all;
    }
    return new Counter(all[block], invoker % BLOCK);
  }

  /**
   * The first of some invokers whose number is another than it was.
   *
   * @param first the invoker that the first number is of
   * @param before numbers as they were
   * @param from index of the first of them to look at
   * @param to index after the last
   * @return an index, or {@code to} when none has changed
   */
  int firstChanged(int first, int[] before, int from, int to) {
    int[][] all = blocks;
    int at = from;
    while (at < to) {
      int invoker = first + at;
      int block = invoker / BLOCK;
      if (block >= all.length) {
        return to;
      }
      int start = invoker % BLOCK;
      int length = Math.min(BLOCK - start, to - at);
      int found = Arrays.mismatch(before, at, at + length, all[block], start, start + length);
      if (found >= 0) {
        return at + found;
      }
      at += length;
    }
    return to;
  }

  /** An invoker's number; what is then read of its book is at least as new. */
  int read(int invoker) {
    int[][] all = blocks;
    int block = invoker / BLOCK;
    return block < all.length ? (int) COUNTS.getAcquire(all[block], invoker % BLOCK) : 0;
  }
}
