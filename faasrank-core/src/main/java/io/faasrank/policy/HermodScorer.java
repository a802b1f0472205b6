package io.faasrank.policy;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.ClusterView;

/**
 * Hermod's hybrid rule: consolidate while some invoker has a free core, balance when none has, and
 * prefer warm containers among equals.
 *
 * <pre>
 * inflight &lt; cores   score = 4 busy and warm, 3 busy, 2 empty and warm, 1 empty
 * otherwise          score = - inflight / cores  (+ a little if warm)
 * </pre>
 *
 * <p>Terms of OpenWhisk: an invocation that occupies a core is an activation in flight, running or
 * queued, since what is queued takes the next core to come free; a busy invoker has at least one;
 * warm is an idle container of the action. Hermod counts one core per invocation, which packs too
 * tightly where actions use several.
 *
 * <p>Chosen here: load is relative to cores, for clusters of unequal invokers; when no invoker has
 * memory all count as highly loaded, for a free core does not help who waits for memory. Early
 * binding and processor sharing, Hermod's other two parts, are what OpenWhisk's invokers do
 * already.
 */
@PolicySpec(
    name = "hermod",
    summary = "pack while cores are free, else least loaded; warm first",
    source = "Kaffes et al., Hermod, ACM SoCC 2022, doi 10.1145/3542929.3563468")
public final class HermodScorer implements Scorer {

  /**
   * Preference of a warm container among equally loaded invokers. Smaller than any difference of
   * two loads up to 128 cores (1 / 128^2), and a float holds it beside loads up to 256 per core.
   */
  private static final float WARM = 1f / (1 << 15);

  @Override
  public void score(ClusterView view, Action action, Decision decision) {
    int[] candidates = decision.candidates();
    float[] scores = decision.scores();
    for (int i = 0; i < decision.count(); i++) {
      int position = candidates[i];
      int inflight = view.inflight(position);
      float cores = view.cores(position);
      boolean warm = view.idleWarm(position, action) > 0;
      if (inflight < cores && !decision.overloaded()) {
        scores[i] = 1 + (inflight > 0 ? 2 : 0) + (warm ? 1 : 0);
      } else {
        scores[i] = (warm ? WARM : 0) - inflight / cores;
      }
    }
  }
}
