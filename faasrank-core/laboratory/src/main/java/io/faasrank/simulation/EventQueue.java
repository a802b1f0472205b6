package io.faasrank.simulation;

import java.util.Arrays;

/**
 * The next event of each invoker, earliest first: a binary heap of invoker numbers that knows where
 * each one stands, so that changing one costs the logarithm of their number. Ties go to the lowest
 * invoker number, which keeps an episode deterministic.
 */
final class EventQueue {

  private final int[] heap;
  private final int[] position;
  private final double[] seconds;

  EventQueue(int invokers) {
    heap = new int[invokers];
    position = new int[invokers];
    seconds = new double[invokers];
    Arrays.fill(seconds, Double.POSITIVE_INFINITY);
    for (int i = 0; i < invokers; i++) {
      heap[i] = i;
      position[i] = i;
    }
  }

  /** The invoker whose event is next. */
  int next() {
    return heap[0];
  }

  /** When the next event is due; infinite when there is none. */
  double nextSeconds() {
    return seconds[heap[0]];
  }

  void update(int invoker, double at) {
    seconds[invoker] = at;
    int i = position[invoker];
    while (i > 0 && before(heap[i], heap[(i - 1) / 2])) {
      swap(i, (i - 1) / 2);
      i = (i - 1) / 2;
    }
    while (true) {
      int least = 2 * i + 1;
      if (least >= heap.length) {
        return;
      }
      if (least + 1 < heap.length && before(heap[least + 1], heap[least])) {
        least++;
      }
      if (!before(heap[least], heap[i])) {
        return;
      }
      swap(i, least);
      i = least;
    }
  }

  private boolean before(int a, int b) {
    return seconds[a] < seconds[b] || (seconds[a] == seconds[b] && a < b);
  }

  private void swap(int i, int j) {
    int a = heap[i];
    heap[i] = heap[j];
    heap[j] = a;
    position[heap[i]] = i;
    position[heap[j]] = j;
  }
}
