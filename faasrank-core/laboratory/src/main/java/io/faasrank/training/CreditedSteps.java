package io.faasrank.training;

import io.faasrank.model.ScoreNetwork;
import java.util.ArrayList;
import java.util.List;

/** From the rollouts of one task to the steps of a batch (Algorithm 1, lines 5 to 7). */
final class CreditedSteps {

  private CreditedSteps() {}

  /**
   * Adds the steps to learn from of the rollouts of one task to a batch.
   *
   * @param critic of use to its own baseline only
   * @return share of the returns' variance that the baselines account for
   */
  static double add(
      TrainingSettings settings,
      List<Trajectory> ofTask,
      ScoreNetwork critic,
      Batch.Builder batch) {
    double horizonSeconds = settings.credit().horizon(ofTask);
    List<double[]> returns = new ArrayList<>();
    for (Trajectory trajectory : ofTask) {
      returns.add(trajectory.returnsToGo(horizonSeconds));
    }
    List<double[]> baselines =
        settings.baseline() == Baseline.REPLICA
            ? Returns.replicaBaselines(returns)
            : Returns.criticBaselines(ofTask, critic);
    List<double[]> advantages = settings.credit().advantages(ofTask, returns, baselines);
    for (int r = 0; r < ofTask.size(); r++) {
      Trajectory trajectory = ofTask.get(r);
      for (int i = 0; i < trajectory.steps(); i++) {
        if (trajectory.kept(i)) {
          batch.add(
              trajectory.rows(i),
              trajectory.candidates(i),
              trajectory.position(i),
              trajectory.logProbability(i),
              advantages.get(r)[i],
              returns.get(r)[i]);
        }
      }
    }
    return Returns.explainedVariance(returns, baselines);
  }
}
