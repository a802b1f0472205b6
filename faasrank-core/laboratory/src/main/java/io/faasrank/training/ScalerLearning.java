package io.faasrank.training;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.ClusterView;
import io.faasrank.feature.FeatureSchema;
import io.faasrank.feature.RunningStatistics;
import io.faasrank.feature.Scaler;
import io.faasrank.feature.StateEncoder;
import io.faasrank.policy.Decision;
import io.faasrank.policy.Policies;
import io.faasrank.policy.Policy;
import io.faasrank.policy.Scorer;
import io.faasrank.simulation.EpisodeObserver;
import java.util.List;

/**
 * Learns the scaler before training: mean and deviation of every column over episodes scheduled by
 * heuristics that see quite different clusters. Frozen from then on, so that the same state is the
 * same input all through training and at serving.
 */
final class ScalerLearning {

  /** A policy that spreads blindly, one that balances, one that keeps functions together. */
  private static final List<String> POLICIES = List.of("random", "least-connections", "hashing");

  private ScalerLearning() {}

  static Scaler learn(FeatureSchema schema, List<Task> tasks, long seed) {
    RunningStatistics statistics = new RunningStatistics(schema.width());
    StateEncoder encoder = new StateEncoder(schema);
    for (String name : POLICIES) {
      Policy policy =
          Policies.create(
              name,
              () -> {
                throw new IllegalStateException("no model is known before its scaler");
              });
      Scorer watching = new WatchingScorer(policy.scorer(), encoder, statistics);
      for (Task task : tasks) {
        task.run(new Policy(name, watching, policy.selector()), seed, EpisodeObserver.NONE);
      }
    }
    return statistics.toScaler();
  }

  /** Scores as another scorer does and adds what it saw to the statistics. */
  private record WatchingScorer(Scorer watched, StateEncoder encoder, RunningStatistics statistics)
      implements Scorer {

    @Override
    public void score(ClusterView view, Action action, Decision decision) {
      float[] rows = decision.rows(encoder.schema().width());
      encoder.encode(view, action, decision.candidates(), decision.count(), rows);
      statistics.add(rows, decision.count());
      watched.score(view, action, decision);
    }
  }
}
