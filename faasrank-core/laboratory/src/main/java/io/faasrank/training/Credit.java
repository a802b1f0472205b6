package io.faasrank.training;

import java.util.List;

/**
 * How much of what follows an action is put down to it: from the rollouts of one task to their
 * advantages (Algorithm 1, lines 5 to 7).
 *
 * @param horizonCompletions time constant by which later rewards count less, in mean completion
 *     times of the task itself, so that tasks of seconds and of minutes get the same number of
 *     completions; infinite for one horizon in seconds for all tasks
 * @param horizonSeconds the time constant where the one before is infinite; infinite for the
 *     paper's discount of 1
 * @param controlVariate whether what the activations in flight before an action explain is taken
 *     off its advantage, see {@link #takeOffInflight}
 * @param clip bound of an advantage in deviations of its own task, so that every task weighs the
 *     same and no single step much; infinite to leave advantages in seconds
 */
public record Credit(
    double horizonCompletions, double horizonSeconds, boolean controlVariate, double clip) {

  /** Parts of an episode that are fitted apart. */
  static final int PARTS = 8;

  /**
   * @throws IllegalArgumentException naming the key and what was expected
   */
  public Credit {
    require(horizonSeconds > 0, "horizon", horizonSeconds, "positive, in seconds");
    require(horizonCompletions > 0, "horizon-completions", horizonCompletions, "positive or inf");
    require(clip > 0, "advantage-clip", clip, "positive or inf");
  }

  private static void require(boolean holds, String key, double value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(key + " must be " + expected + ", not " + value);
    }
  }

  /** All that follows an action, weighed by one horizon, less the baseline. */
  public static Credit plain(double horizonSeconds) {
    return new Credit(Double.POSITIVE_INFINITY, horizonSeconds, false, Double.POSITIVE_INFINITY);
  }

  /** The horizon of a task in seconds. */
  double horizon(List<Trajectory> rollouts) {
    if (Double.isInfinite(horizonCompletions)) {
      return horizonSeconds;
    }
    double mean = 0;
    for (Trajectory rollout : rollouts) {
      mean += rollout.meanCompletionSeconds() / rollouts.size();
    }
    return horizonCompletions * mean;
  }

  /**
   * Advantages of returns over baselines, an array for each rollout in the same order.
   *
   * @param returns of the rollouts of one task
   */
  List<double[]> advantages(
      List<Trajectory> rollouts, List<double[]> returns, List<double[]> baselines) {
    List<double[]> advantages = Returns.differences(returns, baselines);
    if (controlVariate) {
      takeOffInflight(rollouts, advantages);
    }
    if (!Double.isInfinite(clip)) {
      standardise(advantages);
    }
    return advantages;
  }

  /**
   * A control variate. What is in flight when an action is taken comes of earlier actions, and
   * differs from rollout to rollout; it moves the return, and no choice of this action changes it.
   * In each eighth of the episode the advantages are regressed on the activations in flight, both
   * less their mean over the rollouts at the same action, and what the line explains is taken off.
   */
  static void takeOffInflight(List<Trajectory> rollouts, List<double[]> advantages) {
    int steps = advantages.get(0).length;
    double[] mean = new double[steps];
    for (Trajectory rollout : rollouts) {
      for (int i = 0; i < steps; i++) {
        mean[i] += (double) rollout.inflightBefore(i) / rollouts.size();
      }
    }
    for (int part = 0; part < PARTS; part++) {
      int from = (int) ((long) steps * part / PARTS);
      int to = (int) ((long) steps * (part + 1) / PARTS);
      double products = 0;
      double squares = 0;
      for (int r = 0; r < rollouts.size(); r++) {
        for (int i = from; i < to; i++) {
          double x = rollouts.get(r).inflightBefore(i) - mean[i];
          products += x * advantages.get(r)[i];
          squares += x * x;
        }
      }
      if (squares > 0) {
        double slope = products / squares;
        for (int r = 0; r < rollouts.size(); r++) {
          for (int i = from; i < to; i++) {
            advantages.get(r)[i] -= slope * (rollouts.get(r).inflightBefore(i) - mean[i]);
          }
        }
      }
    }
  }

  /** Divides by the root of the mean square of all of them, then clips. */
  private void standardise(List<double[]> advantages) {
    double squares = 0;
    long count = 0;
    for (double[] one : advantages) {
      for (double advantage : one) {
        squares += advantage * advantage;
        count++;
      }
    }
    double spread = Math.sqrt(squares / Math.max(1, count));
    if (spread > 0) {
      for (double[] one : advantages) {
        for (int i = 0; i < one.length; i++) {
          one[i] = Math.max(-clip, Math.min(clip, one[i] / spread));
        }
      }
    }
  }
}
