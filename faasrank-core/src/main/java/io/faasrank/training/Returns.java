package io.faasrank.training;

import io.faasrank.model.ScoreNetwork;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Baselines of rollouts (Algorithm 1, line 6), one array per rollout in the same order. */
final class Returns {

  private Returns() {}

  /**
   * The mean return-to-go of all rollouts at the same action.
   *
   * @param returns returns-to-go, one array per rollout of the same arrivals
   */
  static List<double[]> replicaBaselines(List<double[]> returns) {
    double[] mean = new double[returns.get(0).length];
    for (double[] one : returns) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += one[i] / returns.size();
      }
    }
    return Collections.nCopies(returns.size(), mean);
  }

  /** The mean of the critic's outputs over the candidates at each action (Eq. 5). */
  static List<double[]> criticBaselines(List<Trajectory> trajectories, ScoreNetwork critic) {
    List<double[]> baselines = new ArrayList<>();
    for (Trajectory trajectory : trajectories) {
      double[] baseline = new double[trajectory.steps()];
      for (int i = 0; i < baseline.length; i++) {
        baseline[i] = critic.mean(trajectory.rows(i), trajectory.candidates(i));
      }
      baselines.add(baseline);
    }
    return baselines;
  }
}
