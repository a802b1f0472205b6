package io.faasrank.policy;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.ClusterView;
import io.faasrank.feature.StateEncoder;
import io.faasrank.model.Model;

/**
 * Stages 4 and 5 of 12: the learned scorer. Encodes one state row per candidate, scales it and runs
 * the actor (Fig. 3, Eq. 4). Unknown values take their column's mean and rows are clipped, so every
 * score is a number whatever the view holds. Allocates nothing.
 */
public final class NetworkScorer implements Scorer {

  private final StateEncoder encoder;
  private final Model model;

  public NetworkScorer(Model model) {
    this.model = model;
    this.encoder = new StateEncoder(model.schema());
  }

  @Override
  public void score(ClusterView view, Action action, Decision decision) {
    int count = decision.count();
    float[] rows = decision.rows(model.schema().width());
    encoder.encode(view, action, decision.candidates(), count, rows);
    model.scaler().scale(rows, count, model.schema().clip(), decision.counts());
    model.actor().forward(rows, count, decision.scores());
  }
}
