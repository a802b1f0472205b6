package io.faasrank.policy;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.ClusterView;

/**
 * Prefers the invoker with the most memory not reserved by activations in flight, in MB: {@code
 * score = free}. The published code of the paper's authors did this where the paper says
 * least-connections; the two differ once actions differ in memory.
 */
@PolicySpec(
    name = "most-free-memory",
    summary = "most memory not reserved",
    source = "what the FaaSRank authors' code does as least-connections")
public final class MostFreeMemoryScorer implements Scorer {

  @Override
  public void score(ClusterView view, Action action, Decision decision) {
    int[] candidates = decision.candidates();
    float[] scores = decision.scores();
    for (int i = 0; i < decision.count(); i++) {
      scores[i] = view.freeMemoryMb(candidates[i]);
    }
  }
}
