package io.faasrank.training;

/** Gathers the values of {@link UpdateStats} while an update runs. */
final class UpdateRecorder {

  private final long update;
  private final double clip;
  private int epoch;
  private int steps;
  private double policyLoss;
  private double valueLoss;
  private double kl;
  private double clipped;
  private double entropy;
  private double firstEntropy;
  private double actorNorm = Double.NaN;
  private double criticNorm = Double.NaN;
  private double firstRatioDeviation = Double.NaN;
  private double firstKl = Double.NaN;
  private final Moments targets = new Moments();
  private final Moments errors = new Moments();

  UpdateRecorder(long update, double clip) {
    this.update = update;
    this.clip = clip;
  }

  void beginEpoch() {
    if (epoch == 1) {
      firstEntropy = entropy / steps;
    }
    epoch++;
    steps = 0;
    policyLoss = 0;
    valueLoss = 0;
    kl = 0;
    clipped = 0;
    entropy = 0;
  }

  int epoch() {
    return epoch;
  }

  /**
   * Takes in one minibatch before its step.
   *
   * @return its approximate divergence from the acting policy
   */
  double measure(PpoGradients gradients, Batch part, float[] scaledReturns) {
    int count = part.steps();
    double partKl = 0;
    double deviation = 0;
    for (int t = 0; t < count; t++) {
      double logRatio = gradients.logProbabilities[t] - part.logProbabilities()[t];
      double change = Math.expm1(logRatio);
      partKl += (change - logRatio) / count;
      clipped += Math.abs(change) > clip ? 1 : 0;
      deviation = Math.max(deviation, Math.abs(change));
    }
    if (Double.isNaN(firstKl)) {
      firstKl = partKl;
      firstRatioDeviation = deviation;
    }
    if (epoch == 1) {
      for (int t = 0; t < gradients.baselines.length; t++) {
        targets.add(scaledReturns[t]);
        errors.add(scaledReturns[t] - gradients.baselines[t]);
      }
    }
    steps += count;
    kl += count * partKl;
    policyLoss += count * (double) gradients.policyLoss;
    valueLoss += count * (double) gradients.valueLoss;
    entropy += count * (double) gradients.entropy;
    return partKl;
  }

  void stepped(double actorGradientNorm, double criticGradientNorm) {
    actorNorm = actorGradientNorm;
    criticNorm = criticGradientNorm;
  }

  UpdateStats stats(int epochsDone) {
    return new UpdateStats(
        update,
        epochsDone,
        policyLoss / steps,
        valueLoss / steps,
        kl / steps,
        clipped / steps,
        epoch == 1 ? entropy / steps : firstEntropy,
        targets.variance() > 0 ? 1 - errors.variance() / targets.variance() : Double.NaN,
        actorNorm,
        criticNorm,
        firstRatioDeviation,
        firstKl);
  }

  /** Mean and variance of scaled, that is small, numbers. */
  private static final class Moments {
    private long count;
    private double sum;
    private double squares;

    void add(double value) {
      count++;
      sum += value;
      squares += value * value;
    }

    double variance() {
      return count == 0 ? 0 : squares / count - (sum / count) * (sum / count);
    }
  }
}
