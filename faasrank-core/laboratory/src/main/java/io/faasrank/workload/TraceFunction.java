package io.faasrank.workload;

import java.util.Arrays;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * One function of a trace: how often it was invoked in each minute, and what is known of its cost.
 */
public final class TraceFunction {

  private final String hash;
  private final String trigger;
  private final int[] countBefore;
  private final OptionalDouble meanDurationMillis;
  private final OptionalDouble memoryMb;

  /**
   * @param hash the trace's name of the function
   * @param trigger what invokes it, for instance {@code timer}; empty where unknown
   * @param counts invocations per minute, none negative; more than 2147483647 in sum are refused
   * @param meanDurationMillis mean execution time in milliseconds
   * @param memoryMb mean allocated memory in MB
   */
  public TraceFunction(
      String hash,
      String trigger,
      int[] counts,
      OptionalDouble meanDurationMillis,
      OptionalDouble memoryMb) {
    this.hash = hash;
    this.trigger = trigger;
    this.meanDurationMillis = meanDurationMillis;
    this.memoryMb = memoryMb;
    countBefore = new int[counts.length + 1];
    for (int minute = 0; minute < counts.length; minute++) {
      long sum = (long) countBefore[minute] + counts[minute];
      if (counts[minute] < 0 || sum > Integer.MAX_VALUE) {
        throw new InvalidInputException(
            String.format(
                "function %s: expected counts of 0 or more and at most %d in all, found %d after"
                    + " a sum of %d",
                hash, Integer.MAX_VALUE, counts[minute], countBefore[minute]));
      }
      countBefore[minute + 1] = (int) sum;
    }
  }

  public String hash() {
    return hash;
  }

  public String trigger() {
    return trigger;
  }

  /** Minutes recorded. */
  public int minutes() {
    return countBefore.length - 1;
  }

  /** Invocations in a minute, the first being 0. */
  public int count(int minute) {
    return countBefore[minute + 1] - countBefore[minute];
  }

  /** Invocations from minute {@code from} up to but not including minute {@code to}. */
  public int count(int from, int to) {
    return countBefore[to] - countBefore[from];
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
        && trigger.equals(that.trigger)
        && Arrays.equals(countBefore, that.countBefore)
        && meanDurationMillis.equals(that.meanDurationMillis)
        && memoryMb.equals(that.memoryMb);
  }

  @Override
  public int hashCode() {
    return Objects.hash(hash, trigger, Arrays.hashCode(countBefore), meanDurationMillis, memoryMb);
  }

  @Override
  public String toString() {
    return hash + ": " + count(0, minutes()) + " invocations in " + minutes() + " minutes";
  }
}
