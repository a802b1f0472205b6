package io.faasrank.policy;

import java.util.SplittableRandom;

/** Draws a candidate with the probability that {@link Softmax} gives its score (Eq. 4). */
public final class SoftmaxSample implements Selector {

  @Override
  public int select(Decision decision, SplittableRandom random) {
    return Softmax.sample(decision.scores(), decision.count(), random.nextDouble());
  }

  @Override
  public float probability(Decision decision) {
    return (float)
        Math.exp(
            Softmax.logProbability(decision.scores(), decision.count(), decision.chosenIndex()));
  }
}
