package io.faasrank.training;

import io.faasrank.model.Model;
import io.faasrank.policy.Scorer;
import io.faasrank.simulation.Simulator;
import io.faasrank.workload.WorkloadSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Scores a model on arrivals kept apart from training: mean completion time under its best-scored
 * choices relative to hashing, in percent, the mean over the clusters and workloads. What is chosen
 * by it must be reported on yet other arrivals.
 */
final class Validation {

  /** Draws of each workload. Unmeasured: enough to rank checkpoints several points apart. */
  private static final int REPETITIONS = 5;

  private final Rollouts rollouts;
  private final List<Rollouts.Rollout> episodes = new ArrayList<>();
  private final List<Double> hashing;

  Validation(
      Rollouts rollouts,
      Collection<Simulator> clusters,
      List<String> workloads,
      WorkloadSource source) {
    this.rollouts = rollouts;
    for (Simulator cluster : clusters) {
      for (String workload : workloads) {
        for (int r = 0; r < REPETITIONS; r++) {
          episodes.add(new Rollouts.Rollout(cluster, source.workload(workload, r, 0), r));
        }
      }
    }
    hashing = rollouts.meanCompletionTimes("hashing", Validation::noModel, episodes);
  }

  double percentOfHashing(Model model) {
    List<Double> learned = rollouts.meanCompletionTimes(model, episodes);
    double percent = 0;
    int cells = episodes.size() / REPETITIONS;
    for (int w = 0; w < cells; w++) {
      double mine = 0;
      double stock = 0;
      for (int r = w * REPETITIONS; r < (w + 1) * REPETITIONS; r++) {
        mine += learned.get(r);
        stock += hashing.get(r);
      }
      percent += 100 * mine / stock / cells;
    }
    return percent;
  }

  private static Scorer noModel() {
    throw new IllegalStateException("hashing needs no model");
  }
}
