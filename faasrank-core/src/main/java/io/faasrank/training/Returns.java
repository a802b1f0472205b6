package io.faasrank.training;

import java.util.List;

/** Baselines and advantages of rollouts (Algorithm 1, lines 6 and 7). */
final class Returns {

  private Returns() {}

  /**
   * Advantages against the mean return-to-go of all rollouts at the same action.
   *
   * @param returns returns-to-go, one array per rollout of the same arrivals
   * @return one array per rollout, in the same order
   */
  static double[][] replicaAdvantages(List<double[]> returns) {
    int steps = returns.get(0).length;
    double[][] advantages = new double[returns.size()][steps];
    for (int i = 0; i < steps; i++) {
      double mean = 0;
      for (double[] one : returns) {
        mean += one[i] / returns.size();
      }
      for (int r = 0; r < returns.size(); r++) {
        advantages[r][i] = returns.get(r)[i] - mean;
      }
    }
    return advantages;
  }
}
