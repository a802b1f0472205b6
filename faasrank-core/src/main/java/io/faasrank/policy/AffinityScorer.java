package io.faasrank.policy;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.ClusterSums;
import io.faasrank.cluster.ClusterView;

/**
 * Balances load, but goes where containers of the action are or will be: to idle ones first, and,
 * when the activation has to wait anywhere, to where many of those in flight are its own.
 *
 * <pre>
 * load_i  = ((inflight_i + 1) / cores_i) / ((in flight in the cluster + 1) / cores of the cluster)
 * score_i = 30 warm_i - load_i - 0.3 evicted_i         while some invoker has memory
 *         = 2 own_i / (inflight_i + 1) - load_i        otherwise
 * </pre>
 *
 * <p>{@code warm} is 1 where an idle container of the action waits, {@code evicted} the share of a
 * new container's memory for which idle ones must go, {@code own} the activations of the action in
 * flight there. Queueing behind one's own is what a learned policy was seen to do under overload:
 * what waits there starts warm, and elsewhere it would push others' containers out.
 *
 * <p>The form and its weights are this project's, found by hand and by trying 150 of them on
 * development draws of {@code faasrank regimes}; see docs/policies.md.
 */
@PolicySpec(
    name = "affinity",
    summary = "least load; warm first, and queue behind one's own",
    source = "this project, from ablations of the learned policy")
public final class AffinityScorer implements Scorer {

  /** More than any load; from 3 on it made no difference. */
  private static final float WARM = 30;

  /** Chosen among 0, 0.3 and 1. */
  private static final float EVICTED = 0.3f;

  /** Chosen among 1, 2, 3 and 5; 2 is best. */
  private static final float OWN = 2;

  @Override
  public void score(ClusterView view, Action action, Decision decision) {
    ClusterSums sums = view.sums(action);
    float mean = (sums.inflight() + 1) / sums.cores();
    int[] candidates = decision.candidates();
    float[] scores = decision.scores();
    for (int i = 0; i < decision.count(); i++) {
      int position = candidates[i];
      float load = (view.inflight(position) + 1) / view.cores(position) / mean;
      scores[i] =
          decision.overloaded()
              ? OWN * view.inflight(position, action) / (view.inflight(position) + 1) - load
              : familiarity(view, position, action) - load;
    }
  }

  private static float familiarity(ClusterView view, int position, Action action) {
    if (view.idleWarm(position, action) > 0) {
      return WARM;
    }
    float free = view.freeMemoryMb(position) - view.idleMemoryMb(position);
    float memoryMb = action.memoryMb();
    return -EVICTED * Math.min(1, Math.max(0, memoryMb - free) / memoryMb);
  }
}
