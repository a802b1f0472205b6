package io.faasrank.policy;

import java.util.SplittableRandom;

/** Chooses the highest score; of equal ones the lowest index, which is the lowest position. */
public final class ArgMax implements Selector {

  @Override
  public int select(Decision decision, SplittableRandom random) {
    return select(decision);
  }

  @Override
  public float probability(Decision decision) {
    return 1;
  }

  static int select(Decision decision) {
    float[] scores = decision.scores();
    int best = 0;
    for (int i = 1; i < decision.count(); i++) {
      if (scores[i] > scores[best]) {
        best = i;
      }
    }
    return best;
  }
}
