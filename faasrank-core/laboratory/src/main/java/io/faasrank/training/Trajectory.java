package io.faasrank.training;

import io.faasrank.feature.FeatureSchema;

/**
 * One episode as the policy lived it: for each action the state rows it scored, the candidate it
 * chose, the logarithm of that choice's probability, and the reward that followed (Algorithm 1,
 * line 4).
 */
final class Trajectory {

  private final int width;
  private final float[][] rows;
  private final int[] positions;
  private final float[] logProbabilities;
  private final double[] seconds;
  private final double[] rewards;
  private int steps;

  Trajectory(FeatureSchema schema, int actions) {
    width = schema.width();
    rows = new float[actions][];
    positions = new int[actions];
    logProbabilities = new float[actions];
    seconds = new double[actions];
    rewards = new double[actions];
  }

  void act(double at, float[] scaledRows, int position, float logProbability) {
    rows[steps] = scaledRows;
    positions[steps] = position;
    logProbabilities[steps] = logProbability;
    seconds[steps] = at;
    steps++;
  }

  /** Sets the reward that followed the last action. */
  void reward(double reward) {
    rewards[steps - 1] = reward;
  }

  int steps() {
    return steps;
  }

  /** Scaled state rows of one step, row after row. */
  float[] rows(int step) {
    return rows[step];
  }

  int candidates(int step) {
    return rows[step].length / width;
  }

  int position(int step) {
    return positions[step];
  }

  float logProbability(int step) {
    return logProbabilities[step];
  }

  double seconds(int step) {
    return seconds[step];
  }

  /** The episode's return: minus the total completion time of its activations, in seconds. */
  double totalReward() {
    double total = 0;
    for (double reward : rewards) {
      total += reward;
    }
    return total;
  }

  /**
   * Returns-to-go (Eq. 2). The paper's discount is 1, an infinite horizon here; a finite one weighs
   * what follows after time t by {@code exp(-t / horizonSeconds)}, since actions are not evenly
   * spaced in time.
   */
  double[] returnsToGo(double horizonSeconds) {
    double[] returns = new double[steps];
    double next = 0;
    for (int i = steps - 1; i >= 0; i--) {
      double gap = i + 1 < steps ? seconds[i + 1] - seconds[i] : 0;
      next = rewards[i] + Math.exp(-gap / horizonSeconds) * next;
      returns[i] = next;
    }
    return returns;
  }
}
