package io.faasrank.policy;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.ClusterView;

/**
 * Packs: the lowest-numbered invoker that still has memory, as AWS Lambda was found to do.
 *
 * <pre>score = - invoker           while some invoker has memory
 *         - inflight          otherwise</pre>
 *
 * <p>The paper does not say what happens when every invoker has reached its capacity. Going on to
 * pack would queue everything at invoker 0, so the one with the fewest in flight is chosen.
 */
@PolicySpec(
    name = "greedy",
    summary = "the first invoker that still has memory",
    source = "FaaSRank, Sections II-B and VI-A; Wang et al., USENIX ATC 2018")
public final class GreedyScorer implements Scorer {

  @Override
  public void score(ClusterView view, Action action, Decision decision) {
    int[] candidates = decision.candidates();
    float[] scores = decision.scores();
    boolean overloaded = decision.overloaded();
    for (int i = 0; i < decision.count(); i++) {
      scores[i] = -(overloaded ? view.inflight(candidates[i]) : candidates[i]);
    }
  }
}
