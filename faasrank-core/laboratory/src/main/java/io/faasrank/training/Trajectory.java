package io.faasrank.training;

import io.faasrank.feature.FeatureSchema;
import java.util.BitSet;

/**
 * One episode as the policy went through it: for each action when it was taken, what was in flight
 * before and the reward that followed; and for the steps to learn from the state rows it scored,
 * the candidate it chose and the logarithm of that choice's probability (Algorithm 1, line 4).
 */
final class Trajectory {

  private final int width;
  private final BitSet kept;
  private final float[][] rows;
  private final int[] positions;
  private final float[] logProbabilities;
  private final int[] inflight;
  private final double[] seconds;
  private final double[] rewards;
  private int steps;

  /** A trajectory whose steps are all learnt from. */
  Trajectory(FeatureSchema schema, int actions) {
    this(schema, actions, all(actions));
  }

  /**
   * @param kept the steps to learn from
   */
  Trajectory(FeatureSchema schema, int actions, BitSet kept) {
    this.kept = kept;
    width = schema.width();
    rows = new float[actions][];
    positions = new int[actions];
    logProbabilities = new float[actions];
    inflight = new int[actions];
    seconds = new double[actions];
    rewards = new double[actions];
  }

  private static BitSet all(int actions) {
    BitSet all = new BitSet(actions);
    all.set(0, actions);
    return all;
  }

  /** Whether the next step is one to learn from. */
  boolean keepsNext() {
    return kept.get(steps);
  }

  /** Adds a step that is learnt from. */
  void act(double at, int inflightBefore, float[] scaledRows, int position, float logProbability) {
    rows[steps] = scaledRows;
    positions[steps] = position;
    logProbabilities[steps] = logProbability;
    pass(at, inflightBefore);
  }

  /** Adds a step of which only the reward matters. */
  void pass(double at, int inflightBefore) {
    inflight[steps] = inflightBefore;
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

  /** Whether the step is one to learn from. */
  boolean kept(int step) {
    return kept.get(step);
  }

  /** Scaled state rows of a step to learn from, row after row. */
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

  /** Activations in flight when the action was taken, its own not included. */
  int inflightBefore(int step) {
    return inflight[step];
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

  /** Mean completion time of its activations, in seconds. */
  double meanCompletionSeconds() {
    return -totalReward() / steps;
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
