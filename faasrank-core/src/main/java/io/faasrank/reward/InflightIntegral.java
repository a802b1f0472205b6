package io.faasrank.reward;

/**
 * Stage 10 of 12: the reward of Section IV-C. The paper penalises each action with {@code -(t_i -
 * t_(i-1)) F_i}, where F is the number of activations in flight; here F is integrated exactly
 * between the two actions. Summed over an episode the penalties are the total completion time, so
 * that with a discount of 1 the largest return is the least mean completion time (Eq. 3, 8).
 *
 * <p>An action cannot change the interval before it, so its reward is the integral after it: that
 * of action i runs from its time to that of action i + 1, that of the last one to the last
 * completion.
 */
public final class InflightIntegral {

  private int inflight;
  private double lastSeconds;
  private double sinceAction;

  /**
   * An activation was dispatched.
   *
   * @param seconds not before any earlier event
   * @return the reward that followed the previous action, at most 0; before the first action, 0
   */
  public double decided(double seconds) {
    pass(seconds);
    double reward = -sinceAction;
    sinceAction = 0;
    inflight++;
    return reward;
  }

  /**
   * An activation completed.
   *
   * @throws IllegalStateException when none was in flight
   */
  public void completed(double seconds) {
    if (inflight == 0) {
      throw new IllegalStateException("a completion at " + seconds + " s with none in flight");
    }
    pass(seconds);
    inflight--;
  }

  /** The reward that has followed the last action so far, at most 0. */
  public double sinceLastAction() {
    return -sinceAction;
  }

  /** Activations in flight. */
  public int inflight() {
    return inflight;
  }

  private void pass(double seconds) {
    if (seconds < lastSeconds) {
      throw new IllegalStateException(
          "time went back from " + lastSeconds + " s to " + seconds + " s");
    }
    sinceAction += inflight * (seconds - lastSeconds);
    lastSeconds = seconds;
  }
}
