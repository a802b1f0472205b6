package io.faasrank.canary;

import java.util.Arrays;
import java.util.Locale;

/**
 * What is counted of one arm: activations, their slowdowns, failures. Immutable. The distribution
 * of slowdowns is kept in 64 buckets, four to each doubling, from 1/4 to 2^14, so a quantile is
 * right within 19 %.
 */
public final class Tally {

  static final int BUCKETS = 64;

  /** The tally of nothing. */
  public static final Tally NONE = new Tally(0, 0, 0, 0, new long[BUCKETS]);

  private static final int PER_DOUBLING = 4;

  /** Bucket of slowdown 1. */
  private static final int UNIT = 8;

  private static final double LN2 = Math.log(2);

  private final long count;
  private final double slowdownSum;
  private final long errors;
  private final long timeouts;
  private final long[] buckets;

  private Tally(long count, double slowdownSum, long errors, long timeouts, long[] buckets) {
    this.count = count;
    this.slowdownSum = slowdownSum;
    this.errors = errors;
    this.timeouts = timeouts;
    this.buckets = buckets;
  }

  /**
   * A tally of numbers counted elsewhere.
   *
   * @param buckets activations by {@link #bucket}; kept, not copied
   */
  public static Tally of(
      long count, double slowdownSum, long errors, long timeouts, long[] buckets) {
    if (buckets.length != BUCKETS || count < 0 || errors < 0 || timeouts < 0) {
      throw new IllegalArgumentException("no tally: " + count + " activations");
    }
    if (!(slowdownSum >= 0) || slowdownSum == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException("a sum of slowdowns is " + slowdownSum);
    }
    return new Tally(count, slowdownSum, errors, timeouts, buckets);
  }

  /** New buckets for {@link #of}. */
  public static long[] newBuckets() {
    return new long[BUCKETS];
  }

  /** The bucket of a slowdown. */
  public static int bucket(double slowdown) {
    int bucket = UNIT + (int) Math.floor(PER_DOUBLING * Math.log(slowdown) / LN2);
    return Math.max(0, Math.min(BUCKETS - 1, bucket));
  }

  /** Both together. */
  public Tally plus(Tally other) {
    long[] sums = buckets.clone();
    Arrays.setAll(sums, i -> sums[i] + other.buckets[i]);
    return new Tally(
        count + other.count,
        slowdownSum + other.slowdownSum,
        errors + other.errors,
        timeouts + other.timeouts,
        sums);
  }

  /** Activations, failures included. */
  public long count() {
    return count;
  }

  /** Sum of the slowdowns, failures charged. */
  public double slowdownSum() {
    return slowdownSum;
  }

  /** Those that ended with an error of the system. */
  public long errors() {
    return errors;
  }

  /** Those that were given up. */
  public long timeouts() {
    return timeouts;
  }

  /** Errors and time-outs. */
  public long failures() {
    return errors + timeouts;
  }

  /** Share of the activations that failed, 0 to 1; 0 where there are none. */
  public double failureShare() {
    return count == 0 ? 0 : (double) failures() / count;
  }

  /** Mean slowdown; NaN where there are no activations. */
  public double meanSlowdown() {
    return slowdownSum / (double) count;
  }

  /** 99 of 100 activations have at most this slowdown; NaN where there are none. */
  public double p99Slowdown() {
    long total = Arrays.stream(buckets).sum();
    if (total == 0) {
      return Double.NaN;
    }
    double rank = 0.99 * total;
    long below = 0;
    int bucket = 0;
    while (below + buckets[bucket] < rank) {
      below += buckets[bucket++];
    }
    double part = (rank - below) / buckets[bucket];
    return Math.pow(2, (bucket + part - UNIT) / PER_DOUBLING);
  }

  /** One line for Redis: count, sum, errors, time-outs, and each bucket that is not empty. */
  public String format() {
    StringBuilder text =
        new StringBuilder(
            String.format(Locale.ROOT, "%d %.6g %d %d", count, slowdownSum, errors, timeouts));
    for (int i = 0; i < BUCKETS; i++) {
      if (buckets[i] > 0) {
        text.append(' ').append(i).append(':').append(buckets[i]);
      }
    }
    return text.toString();
  }

  /**
   * Reads what {@link #format} wrote.
   *
   * @throws IllegalArgumentException when the text is no tally
   */
  public static Tally parse(String text) {
    String[] words = text.split(" ", BUCKETS + 5);
    try {
      long[] buckets = new long[BUCKETS];
      for (int i = 4; i < words.length; i++) {
        int colon = words[i].indexOf(':');
        buckets[Integer.parseInt(words[i].substring(0, colon))] =
            Long.parseLong(words[i].substring(colon + 1));
      }
      return of(
          Long.parseLong(words[0]),
          Double.parseDouble(words[1]),
          Long.parseLong(words[2]),
          Long.parseLong(words[3]),
          buckets);
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      throw new IllegalArgumentException("no tally: '" + text + "'", e);
    }
  }

  @Override
  public String toString() {
    return format();
  }
}
