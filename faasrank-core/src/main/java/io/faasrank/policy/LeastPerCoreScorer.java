package io.faasrank.policy;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.ClusterView;

/**
 * Least in flight per core, the activation to be placed included: joining the shortest queue where
 * servers are of unequal size.
 *
 * <pre>score = - (inflight + 1) / cores</pre>
 *
 * <p>Counting the new one makes an empty invoker of 16 cores better than an empty one of 4.
 */
@PolicySpec(
    name = "least-per-core",
    summary = "fewest activations in flight per core",
    source = "Join the shortest queue, for servers of unequal size")
public final class LeastPerCoreScorer implements Scorer {

  @Override
  public void score(ClusterView view, Action action, Decision decision) {
    int[] candidates = decision.candidates();
    float[] scores = decision.scores();
    for (int i = 0; i < decision.count(); i++) {
      scores[i] = score(view, candidates[i]);
    }
  }

  static float score(ClusterView view, int position) {
    return -(view.inflight(position) + 1) / view.cores(position);
  }
}
