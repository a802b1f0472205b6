package io.faasrank.policy;

import java.util.SplittableRandom;

/** Chooses every candidate with equal chance, whatever its score: the floor of any comparison. */
@PolicySpec(
    name = "random",
    summary = "any invoker with memory, with equal chance",
    source = "reference point")
public final class UniformRandom implements Selector {

  @Override
  public int select(Decision decision, SplittableRandom random) {
    return random.nextInt(decision.count());
  }

  @Override
  public float probability(Decision decision) {
    return 1f / decision.count();
  }
}
