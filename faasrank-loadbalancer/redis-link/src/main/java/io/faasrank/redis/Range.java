package io.faasrank.redis;

import java.time.Duration;

/** Checks a setting against its range; the exception's message names the key. */
public final class Range {

  private Range() {}

  /**
   * Checks a number.
   *
   * @param key the setting's full name
   * @throws IllegalArgumentException when the value is below the lowest or above the highest
   */
  public static void check(String key, long value, long lowest, long highest) {
    if (value < lowest || value > highest) {
      throw new IllegalArgumentException(
          String.format("%s is %s, not %s to %s", key, value, lowest, highest));
    }
  }

  /** Checks a time likewise, to the nanosecond. */
  public static void check(String key, Duration value, long lowestMillis, long highestMillis) {
    if (value.compareTo(Duration.ofMillis(lowestMillis)) < 0
        || value.compareTo(Duration.ofMillis(highestMillis)) > 0) {
      throw new IllegalArgumentException(
          String.format(
              "%s is %s, not %s to %s ms",
              key, value.toString().substring(2), lowestMillis, highestMillis));
    }
  }
}
