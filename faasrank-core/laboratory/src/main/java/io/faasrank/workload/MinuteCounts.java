package io.faasrank.workload;

import java.util.Arrays;
import java.util.Comparator;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** Gathers the invocations of one function of a trace while its files are read. */
final class MinuteCounts {

  private int[] minutes = new int[8];
  private int[] counts = new int[8];
  private int size;
  private boolean sorted = true;

  /** Adds invocations in a minute, the first being 0; minutes may come in any order, and twice. */
  void add(int minute, int count) {
    if (count == 0) {
      return;
    }
    if (size > 0 && minutes[size - 1] == minute) {
      if (counts[size - 1] > Integer.MAX_VALUE - count) {
        throw new InvalidInputException(
            "trace: expected at most 2147483647 invocations of a function in a minute, found more");
      }
      counts[size - 1] += count;
      return;
    }
    if (size == minutes.length) {
      minutes = Arrays.copyOf(minutes, 2 * size);
      counts = Arrays.copyOf(counts, 2 * size);
    }
    sorted &= size == 0 || minutes[size - 1] < minute;
    minutes[size] = minute;
    counts[size++] = count;
  }

  boolean isEmpty() {
    return size == 0;
  }

  TraceFunction function(
      String hash, int recorded, OptionalDouble meanDurationMillis, OptionalDouble memoryMb) {
    if (!sorted) {
      sort();
    }
    return new TraceFunction(
        hash,
        recorded,
        Arrays.copyOf(minutes, size),
        Arrays.copyOf(counts, size),
        meanDurationMillis,
        memoryMb);
  }

  private void sort() {
    MinuteCounts ordered = new MinuteCounts();
    IntStream.range(0, size)
        .boxed()
        .sorted(Comparator.comparingInt(i -> minutes[i]))
        .forEach(i -> ordered.add(minutes[i], counts[i]));
    minutes = ordered.minutes;
    counts = ordered.counts;
    size = ordered.size;
    sorted = true;
  }
}
