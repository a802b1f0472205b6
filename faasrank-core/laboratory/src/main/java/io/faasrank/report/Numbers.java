package io.faasrank.report;

import java.util.Locale;

/** How numbers are written, the same on every machine. */
final class Numbers {

  /** Shown in place of a missing number. */
  static final String NONE = "-";

  private static final double MICRO = 1e6;

  private Numbers() {}

  /** Fixed decimals, no negative zero. */
  static String fixed(double value, int decimals) {
    if (!Double.isFinite(value)) {
      return NONE;
    }
    String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
    return text.matches("-0\\.?0*") ? text.substring(1) : text;
  }

  /** So many, for instance {@code 1 workload} or {@code 3 workloads}. */
  static String count(int number, String one) {
    return number + " " + one + (number == 1 ? "" : "s");
  }

  /** To six decimals: microseconds, and less than any difference that could matter. */
  static double rounded(double value) {
    return Double.isFinite(value) ? Math.rint(value * MICRO) / MICRO + 0.0 : Double.NaN;
  }
}
