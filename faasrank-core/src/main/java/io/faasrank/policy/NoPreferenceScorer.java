package io.faasrank.policy;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.ClusterView;
import java.util.Arrays;

/** Scores every candidate 0, for selectors that look at nothing. */
public final class NoPreferenceScorer implements Scorer {

  @Override
  public void score(ClusterView view, Action action, Decision decision) {
    Arrays.fill(decision.scores(), 0, decision.count(), 0);
  }
}
