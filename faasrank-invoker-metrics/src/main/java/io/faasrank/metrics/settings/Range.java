package io.faasrank.metrics.settings;

import java.time.Duration;

/** Checks a setting against its range; the exception's message names the key. */
final class Range {

  private Range() {}

  static void check(String key, long value, long lowest, long highest) {
    if (value < lowest || value > highest) {
      throw new IllegalArgumentException(
          "%s is %d, not %d to %d".formatted(key, value, lowest, highest));
    }
  }

  static void check(String key, Duration value, long lowestMillis, long highestMillis) {
    if (value.compareTo(Duration.ofMillis(lowestMillis)) < 0
        || value.compareTo(Duration.ofMillis(highestMillis)) > 0) {
      throw new IllegalArgumentException(
          "%s is %s, not %d to %d ms"
              .formatted(key, value.toString().substring(2), lowestMillis, highestMillis));
    }
  }
}
