package io.faasrank.training;

import io.faasrank.model.ScoreNetwork;
import java.util.ArrayList;
import java.util.Arrays;
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

  /** The mean of the critic's outputs over the candidates at each step to learn from (Eq. 5). */
  static List<double[]> criticBaselines(List<Trajectory> trajectories, ScoreNetwork critic) {
    List<double[]> baselines = new ArrayList<>();
    for (Trajectory trajectory : trajectories) {
      double[] baseline = new double[trajectory.steps()];
      for (int i = 0; i < baseline.length; i++) {
        if (trajectory.kept(i)) {
          baseline[i] = critic.mean(trajectory.rows(i), trajectory.candidates(i));
        }
      }
      baselines.add(baseline);
    }
    return baselines;
  }

  /**
   * Share of the returns' variance that the baselines explain: 1 - Var(return - baseline) /
   * Var(return) over all actions of all rollouts; NaN where all returns are equal.
   */
  static double explainedVariance(List<double[]> returns, List<double[]> baselines) {
    double variance = variance(returns);
    return variance > 0 ? 1 - variance(differences(returns, baselines)) / variance : Double.NaN;
  }

  /** Element by element what the returns are above the baselines; new arrays. */
  static List<double[]> differences(List<double[]> returns, List<double[]> baselines) {
    List<double[]> differences = new ArrayList<>();
    for (int r = 0; r < returns.size(); r++) {
      double[] difference = returns.get(r).clone();
      for (int i = 0; i < difference.length; i++) {
        difference[i] -= baselines.get(r)[i];
      }
      differences.add(difference);
    }
    return differences;
  }

  private static double variance(List<double[]> values) {
    double mean = values.stream().flatMapToDouble(Arrays::stream).average().orElse(0);
    return values.stream()
        .flatMapToDouble(Arrays::stream)
        .map(value -> (value - mean) * (value - mean))
        .average()
        .orElse(0);
  }
}
