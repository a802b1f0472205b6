package io.faasrank.workload;

import java.util.Arrays;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * How the invocations of one function in one trace minute, replayed as one second, fall within that
 * second. The trace counts per minute and the paper does not say how it placed them (Section VI-B).
 */
public enum Spacing {
  /** Independently at random: a Poisson process of the minute's rate, given its count. */
  UNIFORM {
    @Override
    void fill(double[] offsets, RandomGenerator random) {
      for (int i = 0; i < offsets.length; i++) {
        offsets[i] = random.nextDouble();
      }
    }
  },
  /** All at the start of the second. */
  BURST {
    @Override
    void fill(double[] offsets, RandomGenerator random) {
      Arrays.fill(offsets, 0);
    }
  },
  /** At equal distances, from a random phase. */
  EVEN {
    @Override
    void fill(double[] offsets, RandomGenerator random) {
      double phase = random.nextDouble();
      for (int i = 0; i < offsets.length; i++) {
        offsets[i] = (i + phase) / offsets.length;
      }
    }
  };

  /** Writes offsets from the start of the second, in seconds: 0 to 1, 1 only by rounding. */
  abstract void fill(double[] offsets, RandomGenerator random);

  /** A spacing by its name, upper or lower case. */
  public static Spacing parse(String name) {
    for (Spacing spacing : values()) {
      if (spacing.toString().equals(name.trim().toLowerCase(Locale.ROOT))) {
        return spacing;
      }
    }
    throw new InvalidInputException(
        "spacing: expected "
            + Arrays.stream(values()).map(Spacing::toString).collect(Collectors.joining(", "))
            + ", found "
            + InvalidInputException.quote(name));
  }

  /** The name as options and tables show it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
