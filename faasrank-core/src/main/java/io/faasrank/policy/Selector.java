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
}
