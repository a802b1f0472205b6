package io.faasrank.training;

/**
 * Settings of an update. {@link #PAPER} holds what the paper says and, where it is silent,
 * PyTorch's defaults.
 *
 * @param clip how far the probability of an action may move for the surrogate's sake, epsilon of
 *     Eq. 11; above 0 and below 1; paper: 0.2
 * @param epochs passes over the batch; at least 1; paper: 5
 * @param minibatches parts of the shuffled batch, a step each; at least 1; the paper is silent: 1,
 *     which for 300 steps takes half the time of five (measured) and needs no shuffling
 * @param learningRate step size of AdamW for both networks; positive; paper: 0.0002
 * @param weightDecay decoupled decay of weights and biases; not negative; PyTorch's default 0.01
 * @param entropyBonus weight of the policy's entropy in the objective; not negative; paper: none, 0
 * @param maxGradientNorm bound of each network's gradient norm; positive, infinite for none; the
 *     paper is silent: none
 * @param normaliseAdvantages whether a batch's advantages are shifted and scaled to mean 0 and
 *     deviation 1; the paper is silent: true, unmeasured, the custom of PPO implementations; it
 *     keeps the entropy bonus's weight independent of a workload's length
 * @param targetKl divergence from the acting policy beyond which the remaining epochs are left out;
 *     positive, infinite for none; the paper is silent: none
 * @param averaging share of the average of the weights that stays at each update, from 0 to below
 *     1; the average is what is validated and shipped; 0, the paper's, for the weights themselves
 * @param trainCritic whether the critic is updated (Eq. 7); false when another baseline is in use
 */
public record PpoSettings(
    double clip,
    int epochs,
    int minibatches,
    double learningRate,
    double weightDecay,
    double entropyBonus,
    double maxGradientNorm,
    boolean normaliseAdvantages,
    double targetKl,
    double averaging,
    boolean trainCritic) {

  /** Section V, completed. */
  public static final PpoSettings PAPER =
      new PpoSettings(
          0.2,
          5,
          1,
          2e-4,
          0.01,
          0,
          Double.POSITIVE_INFINITY,
          true,
          Double.POSITIVE_INFINITY,
          0,
          true);

  /**
   * @throws IllegalArgumentException naming the key and what was expected
   */
  public PpoSettings {
    require(clip > 0 && clip < 1, "clip", clip, "above 0 and below 1");
    require(epochs >= 1, "epochs", epochs, "at least 1");
    require(minibatches >= 1, "minibatches", minibatches, "at least 1");
    require(
        learningRate > 0 && learningRate < 1, "learning-rate", learningRate, "above 0, below 1");
    require(weightDecay >= 0 && weightDecay < 1e3, "weight-decay", weightDecay, "0 to 1000");
    require(entropyBonus >= 0 && entropyBonus < 1e3, "entropy-bonus", entropyBonus, "0 to 1000");
    require(maxGradientNorm > 0, "max-gradient-norm", maxGradientNorm, "positive or infinite");
    require(averaging >= 0 && averaging < 1, "averaging", averaging, "0 to below 1");
    require(targetKl > 0, "target-kl", targetKl, "positive or infinite");
  }

  /** These settings with another learning rate. */
  public PpoSettings withLearningRate(double rate) {
    return new PpoSettings(
        clip,
        epochs,
        minibatches,
        rate,
        weightDecay,
        entropyBonus,
        maxGradientNorm,
        normaliseAdvantages,
        targetKl,
        averaging,
        trainCritic);
  }

  /** These settings with or without an update of the critic. */
  public PpoSettings withCritic(boolean train) {
    return new PpoSettings(
        clip,
        epochs,
        minibatches,
        learningRate,
        weightDecay,
        entropyBonus,
        maxGradientNorm,
        normaliseAdvantages,
        targetKl,
        averaging,
        train);
  }

  private static void require(boolean holds, String key, double value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(key + " is " + value + ", expected " + expected);
    }
  }
}
