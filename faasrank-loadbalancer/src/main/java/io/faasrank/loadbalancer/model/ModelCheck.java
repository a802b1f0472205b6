package io.faasrank.loadbalancer.model;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.ClusterSums;
import io.faasrank.cluster.ClusterView;
import io.faasrank.cluster.CoprimeSteps;
import io.faasrank.cluster.CountedSums;
import io.faasrank.cluster.HashingWalk;
import io.faasrank.cluster.ResourceMetric;
import io.faasrank.policy.ArgMax;
import io.faasrank.policy.Decision;
import io.faasrank.policy.Policy;
import io.faasrank.policy.Scorer;
import java.util.SplittableRandom;

/**
 * A cluster of random invokers on which a new model decides once before it serves, to check that
 * its engine returns finite scores.
 */
final class ModelCheck implements ClusterView {

  /** Rows of the batch. Chosen: enough to fill the vectors of any engine, at no cost. */
  private static final int INVOKERS = 64;

  private static final int MEMORY_MB = 2048;

  private static final Action ACTION = new Action(0, "guest", "guest/check", 256);

  private static final HashingWalk WALK = CoprimeSteps.of(INVOKERS).walk(ACTION);

  private final SplittableRandom random = new SplittableRandom(1);
  private final CountedSums sums = new CountedSums(this);
  private final float[][] resources = new float[INVOKERS][ResourceMetric.COUNT];

  private ModelCheck() {
    for (float[] invoker : resources) {
      for (int i = 0; i < invoker.length; i++) {
        // far below to far above any mean, and one in eight unknown
        float value = (float) Math.exp(20 * random.nextDouble() - 5);
        invoker[i] = random.nextInt(8) == 0 ? Float.NaN : value;
      }
    }
  }

  /** The view, with the same numbers each time. */
  static ClusterView view() {
    return new ModelCheck();
  }

  /** Whether the scorer gives every one of the invokers a finite number. */
  static boolean scoresNumbers(Scorer scorer) {
    Decision decision = new Decision();
    ModelCheck view = new ModelCheck();
    new Policy("check", scorer, new ArgMax()).decide(view, ACTION, decision, view.random);
    for (int i = 0; i < decision.count(); i++) {
      if (!Float.isFinite(decision.scores()[i])) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int size() {
    return INVOKERS;
  }

  @Override
  public boolean usable(int position) {
    return true;
  }

  @Override
  public int memoryMb(int position) {
    return MEMORY_MB;
  }

  @Override
  public int freeMemoryMb(int position) {
    return ACTION.memoryMb() + random.nextInt(MEMORY_MB - ACTION.memoryMb());
  }

  @Override
  public int inflight(int position) {
    return random.nextInt(32);
  }

  @Override
  public int inflight(int position, Action action) {
    return random.nextInt(8);
  }

  @Override
  public int idleWarm(int position, Action action) {
    return random.nextInt(4);
  }

  @Override
  public int queued(int position) {
    return random.nextInt(16);
  }

  @Override
  public int idleMemoryMb(int position) {
    return random.nextInt(MEMORY_MB);
  }

  @Override
  public float cores(int position) {
    return 1 + random.nextInt(32);
  }

  @Override
  public float workMbSeconds(int position) {
    return random.nextInt(1_000_000);
  }

  /** Counted once, and so unlike the invokers, whose numbers change. */
  @Override
  public ClusterSums sums(Action action) {
    return sums.of(action);
  }

  @Override
  public HashingWalk walk(Action action) {
    return WALK;
  }

  @Override
  public float[] resources(int position) {
    return resources[position];
  }

  @Override
  public float initSeconds(Action action) {
    return Float.NaN;
  }

  @Override
  public float runSeconds(Action action) {
    return (float) random.nextDouble(60);
  }
}
