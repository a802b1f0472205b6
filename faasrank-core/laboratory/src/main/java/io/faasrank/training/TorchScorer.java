package io.faasrank.training;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.ClusterView;
import io.faasrank.feature.StateEncoder;
import io.faasrank.model.Model;
import io.faasrank.policy.Decision;
import io.faasrank.policy.Scorer;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;

/**
 * Stages 4 and 5 of 12 with the forward pass in PyTorch: encodes and scales as the scorer of engine
 * {@code java} does. The network's native memory is freed once the scorer is unreachable, that is
 * when another model serves and no thread scores with this one any more.
 */
final class TorchScorer implements Scorer {

  private static final Cleaner CLEANER = Cleaner.create();

  private final StateEncoder encoder;
  private final Model model;
  private final TorchNetwork actor;

  /**
   * @param actor the model's actor; this scorer's from now on
   */
  TorchScorer(Model model, TorchNetwork actor) {
    this.model = model;
    this.encoder = new StateEncoder(model.schema());
    this.actor = actor;
    CLEANER.register(this, actor::close);
  }

  @Override
  public void score(ClusterView view, Action action, Decision decision) {
    try {
      int count = decision.count();
      float[] rows = decision.rows(model.schema().width());
      encoder.encode(view, action, decision.candidates(), count, rows);
      model.scaler().scale(rows, count, model.schema().clip(), decision.counts());
      actor.forward(rows, count, decision.scores());
    } finally {
      Reference.reachabilityFence(this);
    }
  }
}
