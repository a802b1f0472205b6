package io.faasrank.workload;

import java.util.random.RandomGenerator;

/**
 * Loads that workloads may have, as {@link OpenArrivals} defines them.
 *
 * @param from above 0
 * @param to at least {@code from}
 */
public record LoadRange(double from, double to) {

  public LoadRange {
    if (!(from > 0 && to >= from) || Double.isInfinite(to)) {
      throw new InvalidInputException(
          "expected a load above 0 or a range such as 0.1..1.2, found " + from + ".." + to);
    }
  }

  /** Reads {@code 0.5} or {@code 0.1..1.2}. */
  public static LoadRange parse(String text) {
    int dots = text.indexOf("..");
    try {
      double from = Double.parseDouble(dots < 0 ? text : text.substring(0, dots));
      return new LoadRange(from, dots < 0 ? from : Double.parseDouble(text.substring(dots + 2)));
    } catch (NumberFormatException e) {
      throw new InvalidInputException(
          "expected a load above 0 or a range such as 0.1..1.2, found "
              + InvalidInputException.quote(text));
    }
  }

  double draw(RandomGenerator random) {
    return from + (to - from) * random.nextDouble();
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    return from == to ? Double.toString(from) : from + ".." + to;
  }
}
