package io.faasrank.policy;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.ClusterView;

/**
 * Knows how long everything in flight will really take and sends each activation where it adds the
 * least completion time to the cluster: {@code score = - marginal seconds}. It knows nothing of
 * arrivals to come, so it is a strong reference and not a bound.
 */
@PolicySpec(
    name = "clairvoyant",
    summary = "least time added, durations known (simulator only)",
    source = "reference point",
    simulatorOnly = true)
public final class ClairvoyantScorer implements Scorer {

  /**
   * @throws IllegalStateException if the view is no {@link Oracle}
   */
  @Override
  public void score(ClusterView view, Action action, Decision decision) {
    if (!(view instanceof Oracle oracle)) {
      throw new IllegalStateException(
          "policy clairvoyant needs the simulator: "
              + view.getClass().getName()
              + " does not know true durations");
    }
    int[] candidates = decision.candidates();
    float[] scores = decision.scores();
    for (int i = 0; i < decision.count(); i++) {
      scores[i] = (float) -oracle.marginalSeconds(candidates[i], action);
    }
  }
}
