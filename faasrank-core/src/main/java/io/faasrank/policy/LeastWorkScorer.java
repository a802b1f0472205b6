package io.faasrank.policy;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.ClusterView;

/**
 * Least estimated work in flight, relative to the invoker's memory: where the activations there and
 * the new one would, by their mean run times, be done first if memory were all they need.
 *
 * <pre>score = - work / memory        work in MB seconds, see {@link ClusterView#workMbSeconds}
 * </pre>
 */
@PolicySpec(
    name = "least-work",
    summary = "least work in flight by measured run times",
    source = "Least work left, with estimates in place of true sizes")
public final class LeastWorkScorer implements Scorer {

  @Override
  public void score(ClusterView view, Action action, Decision decision) {
    int[] candidates = decision.candidates();
    float[] scores = decision.scores();
    for (int i = 0; i < decision.count(); i++) {
      scores[i] = -view.workMbSeconds(candidates[i]) / view.memoryMb(candidates[i]);
    }
  }
}
