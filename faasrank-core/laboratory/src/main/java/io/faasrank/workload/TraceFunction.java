package io.faasrank.workload;

import java.util.Arrays;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * One function of a trace: how often it was invoked in each minute, and what is known of its cost.
 * Only minutes with invocations take memory, since most functions are idle most of the time.
 */
public final class TraceFunction {

  private final String hash;
  private final int minutes;
  private final int[] busyMinutes;
  private final int[] counts;
  private final OptionalDouble meanDurationMillis;
  private final OptionalDouble memoryMb;

  /**
   * @param hash the trace's name of the function
   * @param minutes recorded
   * @param busyMinutes those with invocations, ascending from 0
   * @param counts invocations in each of them, positive
   * @param meanDurationMillis mean execution time in milliseconds
   * @param memoryMb mean allocated memory in MB
   */
  TraceFunction(
      String hash,
      int minutes,
      int[] busyMinutes,
      int[] counts,
      OptionalDouble meanDurationMillis,
      OptionalDouble memoryMb) {
    this.hash = hash;
    this.minutes = minutes;
    this.busyMinutes = busyMinutes;
    this.counts = counts;
    this.meanDurationMillis = meanDurationMillis;
    this.memoryMb = memoryMb;
  }

  /**
   * A function by its counts.
   *
   * @param counts invocations in every minute, none negative
   */
  public static TraceFunction of(
      String hash, int[] counts, OptionalDouble meanDurationMillis, OptionalDouble memoryMb) {
    int[] busy = IntStream.range(0, counts.length).filter(m -> counts[m] != 0).toArray();
    return new TraceFunction(
        hash,
        counts.length,
        busy,
        Arrays.stream(busy).map(minute -> counts[minute]).toArray(),
        meanDurationMillis,
        memoryMb);
  }

  public String hash() {
    return hash;
  }

  /** Minutes recorded. */
  public int minutes() {
    return minutes;
  }

  /** Invocations in a minute, the first being 0. */
  public int count(int minute) {
    int place = Arrays.binarySearch(busyMinutes, minute);
    return place < 0 ? 0 : counts[place];
  }

  /** Invocations from minute {@code from} up to but not including minute {@code to}. */
  public long count(int from, int to) {
    int place = Arrays.binarySearch(busyMinutes, from);
    long sum = 0;
    for (int i = place < 0 ? -place - 1 : place; i < counts.length && busyMinutes[i] < to; i++) {
      sum += counts[i];
    }
    return sum;
  }

  /** Mean execution time in milliseconds, where the trace has it. */
  public OptionalDouble meanDurationMillis() {
    return meanDurationMillis;
  }

  /** Mean allocated memory in MB, where the trace has it. */
  public OptionalDouble memoryMb() {
    return memoryMb;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TraceFunction that
        && hash.equals(that.hash)
        && minutes == that.minutes
        && Arrays.equals(busyMinutes, that.busyMinutes)
        && Arrays.equals(counts, that.counts)
        && meanDurationMillis.equals(that.meanDurationMillis)
        && memoryMb.equals(that.memoryMb);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        hash,
        minutes,
        Arrays.hashCode(busyMinutes),
        Arrays.hashCode(counts),
        meanDurationMillis,
        memoryMb);
  }

  @Override
  public String toString() {
    return hash + ": " + count(0, minutes) + " invocations in " + minutes + " minutes";
  }
}
