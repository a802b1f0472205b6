package io.faasrank.policy;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.ClusterView;

/**
 * Prefers the invoker with the fewest activations in flight, running or queued: {@code score = -
 * inflight}. Of equally busy ones {@link ArgMax} takes the lowest position, so that a quiet cluster
 * keeps few invokers warm.
 */
@PolicySpec(
    name = "least-connections",
    summary = "fewest activations in flight",
    source = "FaaSRank, Section VI-A")
public final class LeastConnectionsScorer implements Scorer {

  @Override
  public void score(ClusterView view, Action action, Decision decision) {
    int[] candidates = decision.candidates();
    float[] scores = decision.scores();
    for (int i = 0; i < decision.count(); i++) {
      scores[i] = -view.inflight(candidates[i]);
    }
  }
}
