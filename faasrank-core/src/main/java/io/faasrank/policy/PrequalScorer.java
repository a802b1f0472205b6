package io.faasrank.policy;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.ClusterView;
import java.util.Arrays;

/**
 * Prequal's hot-cold lexicographic rule: an invoker with more activations in flight than a quantile
 * of the invokers' is hot; among the cold ones the least estimated latency wins, and where all are
 * hot the fewest in flight.
 *
 * <pre>
 * hot_i     = inflight_i &gt; quantile(0.84, inflight of the candidates)
 * latency_i = (init where no idle container of the action waits) + run x max(1, (inflight_i + 1) / cores_i)
 * score_i   = - latency_i              cold
 *           = - 10^6 - inflight_i      hot
 * </pre>
 *
 * <p>Taken from the paper: the two signals, the quantile's rule and its default, 2^-0.25. Where a
 * function service differs, the paper is silent. Chosen here: (1) Prequal probes a few replicas for
 * both signals, while a controller knows what is in flight on all of them, so the pool is every
 * candidate and no probe ages. (2) A replica reports the median latency of its recent queries at
 * about its present load. Activations of different actions have no latency in common, so it is
 * estimated from the measured times of this action: its initialisation where it would start cold,
 * and its run time, stretched by processor sharing beyond the cores. Times not measured yet count
 * 0. (3) Of equal latencies, among which Prequal's random pool decides, the lowest invoker is
 * taken.
 */
@PolicySpec(
    name = "prequal",
    summary = "least latency estimated among those not hot",
    source = "Wydrowski et al., Load is not what you should balance: Prequal, NSDI 2024")
public final class PrequalScorer implements Scorer {

  /** The paper's Q_RIF; it found 0.6 to 0.9 to be good. */
  private static final double QUANTILE = 0.84;

  /** Below the score of any cold invoker; a float beside it still tells whole numbers apart. */
  private static final float HOT = -1e6f;

  @Override
  public void score(ClusterView view, Action action, Decision decision) {
    int count = decision.count();
    int[] candidates = decision.candidates();
    float[] scores = decision.scores();
    float limit = quantile(view, candidates, scores, count);
    float init = orZero(view.initSeconds(action));
    float run = orZero(view.runSeconds(action));
    for (int i = 0; i < count; i++) {
      int position = candidates[i];
      int inflight = view.inflight(position);
      float start = view.idleWarm(position, action) > 0 ? 0 : init;
      float latency = start + run * Math.max(1, (inflight + 1) / view.cores(position));
      scores[i] = inflight > limit ? HOT - inflight : Math.max(HOT, -latency);
    }
  }

  /** The nearest-rank quantile of the candidates' activations in flight; overwrites the scores. */
  private static float quantile(ClusterView view, int[] candidates, float[] scores, int count) {
    for (int i = 0; i < count; i++) {
      scores[i] = view.inflight(candidates[i]);
    }
    Arrays.sort(scores, 0, count);
    return scores[(int) Math.ceil(QUANTILE * count) - 1];
  }

  private static float orZero(float seconds) {
    return Float.isNaN(seconds) ? 0 : seconds;
  }
}
