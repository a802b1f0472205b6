package io.faasrank.training;

import io.faasrank.policy.Decision;
import io.faasrank.policy.Softmax;
import io.faasrank.reward.InflightIntegral;
import io.faasrank.simulation.EpisodeObserver;

/** Writes down an episode as it happens (Algorithm 1, lines 3 to 5). */
final class TrajectoryRecorder implements EpisodeObserver {

  private final InflightIntegral integral = new InflightIntegral();
  private final Trajectory trajectory;

  /**
   * @param trajectory an empty one, with room for the episode's actions
   */
  TrajectoryRecorder(Trajectory trajectory) {
    this.trajectory = trajectory;
  }

  @Override
  public void decided(int activation, double seconds, Decision decision) {
    int before = begin(seconds);
    if (trajectory.keepsNext()) {
      int index = decision.chosenIndex();
      trajectory.act(
          seconds,
          before,
          decision.encodedRows(),
          index,
          (float) Softmax.logProbability(decision.scores(), decision.count(), index));
    } else {
      trajectory.pass(seconds, before);
    }
  }

  /** An action as a log tells it; learnt from where the trajectory keeps the next step. */
  void decided(double seconds, float[] scaledRows, int position, double probability) {
    int before = begin(seconds);
    if (trajectory.keepsNext()) {
      trajectory.act(seconds, before, scaledRows, position, (float) Math.log(probability));
    } else {
      trajectory.pass(seconds, before);
    }
  }

  /**
   * The reward of the action before is known when the next one is taken.
   *
   * @return activations in flight before it
   */
  private int begin(double seconds) {
    int before = integral.inflight();
    double reward = integral.decided(seconds);
    if (trajectory.steps() > 0) {
      trajectory.reward(reward);
    }
    return before;
  }

  @Override
  public void completed(double seconds) {
    integral.completed(seconds);
  }

  /** The whole episode, once everything has completed. */
  Trajectory finish() {
    if (trajectory.steps() > 0) {
      trajectory.reward(integral.sinceLastAction());
    }
    return trajectory;
  }
}
