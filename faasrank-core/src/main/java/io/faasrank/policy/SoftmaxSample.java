package io.faasrank.policy;

import java.util.random.RandomGenerator;

/** Draws a candidate with the probability that {@link Softmax} gives its score (Eq. 4). */
public final class SoftmaxSample implements Selector {

  @Override
  public int select(Decision decision, RandomGenerator random) {
    return Softmax.sample(decision.scores(), decision.count(), random);
  }
}
