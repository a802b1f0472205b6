package io.faasrank.workload;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * How often each function is invoked in each second of a workload, before invocations are placed
 * within their second. Functions are numbered as in {@link BenchmarkFunctions#all()}.
 */
public final class InvocationCounts {

  private final int[][] counts;
  private final int seconds;

  /**
   * @param counts by function and second, none negative, the same number of seconds in each
   */
  InvocationCounts(int[][] counts) {
    this.seconds = counts[0].length;
    this.counts = new int[counts.length][];
    for (int f = 0; f < counts.length; f++) {
      if (counts[f].length != seconds || Arrays.stream(counts[f]).anyMatch(count -> count < 0)) {
        throw new IllegalArgumentException(
            "function " + f + " must have " + seconds + " counts, none negative");
      }
      this.counts[f] = counts[f].clone();
    }
  }

  public int functions() {
    return counts.length;
  }

  public int seconds() {
    return seconds;
  }

  /** Invocations of a function in a second. */
  public int at(int function, int second) {
    return counts[function][second];
  }

  /** Invocations of a function in all. */
  public int ofFunction(int function) {
    return Arrays.stream(counts[function]).sum();
  }

  /** Invocations in a second, of all functions. */
  public int inSecond(int second) {
    int sum = 0;
    for (int[] function : counts) {
      sum += function[second];
    }
    return sum;
  }

  /** All invocations. */
  public long total() {
    return Arrays.stream(counts).flatMapToInt(Arrays::stream).asLongStream().sum();
  }

  /**
   * Counts with random invocations removed until {@code total} are left. Each function keeps one
   * that is drawn first; the others have equal chances (selection sampling, Knuth's Algorithm S).
   *
   * @param total at least the number of functions, each of which must be invoked
   */
  InvocationCounts thinned(int total, RandomGenerator random) {
    int[][] kept = new int[counts.length][seconds];
    for (int f = 0; f < counts.length; f++) {
      kept[f][secondOf(f, random.nextInt(ofFunction(f)))]++;
    }
    long candidates = total() - counts.length;
    long wanted = (long) total - counts.length;
    for (int f = 0; f < counts.length; f++) {
      for (int second = 0; second < seconds; second++) {
        for (int i = counts[f][second] - kept[f][second]; i > 0; i--, candidates--) {
          if (wanted > 0 && random.nextLong(candidates) < wanted) {
            kept[f][second]++;
            wanted--;
          }
        }
      }
    }
    return new InvocationCounts(kept);
  }

  private int secondOf(int function, int invocation) {
    int second = 0;
    for (int left = invocation; left >= counts[function][second]; second++) {
      left -= counts[function][second];
    }
    return second;
  }

  /**
   * Burstiness: variance of the invocations per second divided by their mean. About 1 if arrivals
   * are independent, 0 if they are regular, above 1 if they cluster.
   */
  public double indexOfDispersion() {
    double mean = (double) total() / seconds;
    double squares = 0;
    for (int second = 0; second < seconds; second++) {
      squares += Math.pow(inSecond(second) - mean, 2);
    }
    return squares / seconds / mean;
  }

  /** Share of the invocations that the most invoked function has, in (0, 1]. */
  public double largestShare() {
    int largest = 0;
    for (int f = 0; f < counts.length; f++) {
      largest = Math.max(largest, ofFunction(f));
    }
    return (double) largest / total();
  }
}
