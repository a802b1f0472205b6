package io.faasrank.policy;

import java.util.SplittableRandom;

/** Stage 7 of 12: picks one candidate by its score. Stateless and safe to share. */
@FunctionalInterface
public interface Selector {

  /**
   * Chooses among the decision's candidates, of which there is at least one.
   *
   * @param random the only source of randomness
   * @return index among the candidates, from 0 to {@code decision.count() - 1}
   */
  int select(Decision decision, SplittableRandom random);

  /**
   * The probability with which it chooses what the decision has chosen, given the candidates and
   * their scores: what an estimate off policy divides by. NaN where it is unknown.
   */
  default float probability(Decision decision) {
    return Float.NaN;
  }
}
