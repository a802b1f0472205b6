package io.faasrank.policy;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.ClusterView;

/**
 * Joins the shortest queue, warm invokers first: of the invokers where an idle container of the
 * action waits the one with the fewest activations in flight per core; where none waits, of all.
 *
 * <pre>
 * score = - load                warm        load = (inflight + 1) / cores
 *       = - 10^5 - load         otherwise
 * </pre>
 *
 * <p>A warm container outweighs any load, which differs from Hermod, where load comes first. Chosen
 * here: no bound on the load, since an idle container shows that the invoker had memory for it.
 */
@PolicySpec(
    name = "warm-shortest-queue",
    summary = "idle container first, then fewest in flight per core",
    source = "Join the shortest queue with a preference for warm servers")
public final class WarmShortestQueueScorer implements Scorer {

  /** More than any load per core; a float beside it still tells a hundredth of a load apart. */
  private static final float COLD = -1e5f;

  @Override
  public void score(ClusterView view, Action action, Decision decision) {
    int[] candidates = decision.candidates();
    float[] scores = decision.scores();
    for (int i = 0; i < decision.count(); i++) {
      float load = LeastPerCoreScorer.score(view, candidates[i]);
      scores[i] = view.idleWarm(candidates[i], action) > 0 ? load : COLD + load;
    }
  }
}
