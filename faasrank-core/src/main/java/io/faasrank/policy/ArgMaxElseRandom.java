package io.faasrank.policy;

import java.util.SplittableRandom;

/**
 * Chooses the highest score while some usable invoker has memory, and any usable invoker with equal
 * chance when none has: how OpenWhisk's sharding balancer behaves when the system is overloaded.
 */
public final class ArgMaxElseRandom implements Selector {

  @Override
  public int select(Decision decision, SplittableRandom random) {
    return decision.overloaded() ? random.nextInt(decision.count()) : ArgMax.select(decision);
  }

  @Override
  public float probability(Decision decision) {
    return decision.overloaded() ? 1f / decision.count() : 1;
  }
}
