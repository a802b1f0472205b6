package io.faasrank.policy;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.ClusterView;
import io.faasrank.cluster.InvokerChanges;
import io.faasrank.feature.StateEncoder;
import io.faasrank.model.ColumnNetwork;
import io.faasrank.model.Model;

/**
 * Stages 4 and 5 of 12: the learned scorer. Encodes one state row per candidate, scales it and runs
 * the actor (Fig. 3, Eq. 4). Unknown values take their column's mean and rows are clipped, so every
 * score is a number whatever the view holds. Allocates nothing.
 *
 * <p>Many candidates of a view that knows what has changed are scored by {@link ColumnScorer}: the
 * best candidate and its score are the same, other scores differ by rounding. Their rows are then
 * encoded only where the decision keeps them.
 */
public final class NetworkScorer implements Scorer {

  private final StateEncoder encoder;

  /** Fewer candidates are scored row by row, as cheaply. */
  static final int MANY = 64;

  private final Model model;
  private final ColumnNetwork columns;

  public NetworkScorer(Model model) {
    this.model = model;
    this.columns = new ColumnNetwork(model.actor());
    this.encoder = new StateEncoder(model.schema());
  }

  @Override
  public void score(ClusterView view, Action action, Decision decision) {
    int count = decision.count();
    InvokerChanges changes = count < MANY ? null : view.changes();
    if (changes == null || decision.keepsRows()) {
      encode(view, action, decision, count);
    }
    if (changes != null) {
      decision.columns(model, columns).score(view, changes, action, decision);
    } else {
      model.actor().forward(decision.rows(model.schema().width()), count, decision.scores());
    }
  }

  private void encode(ClusterView view, Action action, Decision decision, int count) {
    float[] rows = decision.rows(model.schema().width());
    encoder.encode(view, action, decision.candidates(), count, rows);
    model.scaler().scale(rows, count, model.schema().clip(), decision.counts());
  }
}
