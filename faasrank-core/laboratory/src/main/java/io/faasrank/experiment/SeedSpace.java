package io.faasrank.experiment;

import io.faasrank.workload.InvalidInputException;

/**
 * What a draw may be used for. The same number names other draws in each space, so that nothing is
 * tried on what it was trained, chosen or tuned on. Plain numbers below 2^48, such as the seeds of
 * {@code train} and {@code evaluate}, are in no space.
 */
public enum SeedSpace {
  /** By these a model is chosen while it is trained. */
  VALIDATION(1),
  /** On these rules and recipes are tuned by hand. */
  DEVELOPMENT(2),
  /** On these results are reported, and on nothing else. */
  REPORT(3);

  private static final int BITS = 48;

  private final long part;

  SeedSpace(long part) {
    this.part = part;
  }

  /**
   * The seed of that number in this space.
   *
   * @param number 0 or more, below 2^48
   * @throws InvalidInputException if it is not
   */
  public long seed(long number) {
    if (number < 0 || number >> BITS != 0) {
      throw new InvalidInputException("expected 0 or more and below 2^48, found " + number);
    }
    return part << BITS | number;
  }
}
