package io.faasrank.canary;

/**
 * What two blocks that follow each other brought, one of each arm.
 *
 * @param control its block, of all controllers
 * @param candidate its block, of all controllers
 */
public record PairTally(Tally control, Tally candidate) {

  private static final String SEPARATOR = " | ";

  /** Whether both blocks hold enough to be compared. */
  public boolean comparable(long fewest) {
    return control.count() >= fewest && candidate.count() >= fewest;
  }

  /** Logarithm of the candidate's mean slowdown over the control's; below 0 where it is faster. */
  public double logRatio() {
    return Math.log(candidate.meanSlowdown() / control.meanSlowdown());
  }

  /** The same of the 99th percentiles. */
  public double logP99Ratio() {
    return Math.log(candidate.p99Slowdown() / control.p99Slowdown());
  }

  /** One line for Redis. */
  public String format() {
    return control.format() + SEPARATOR + candidate.format();
  }

  /**
   * Reads what {@link #format} wrote.
   *
   * @throws IllegalArgumentException when the text is none
   */
  public static PairTally parse(String text) {
    int middle = text.indexOf(SEPARATOR);
    if (middle < 0) {
      throw new IllegalArgumentException("no pair of tallies: '" + text + "'");
    }
    return new PairTally(
        Tally.parse(text.substring(0, middle)),
        Tally.parse(text.substring(middle + SEPARATOR.length())));
  }
}
