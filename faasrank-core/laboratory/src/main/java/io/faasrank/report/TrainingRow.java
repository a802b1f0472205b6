package io.faasrank.report;

/**
 * One episode of a training: a line of training.csv. What is measured of an update is the same in
 * all its episodes. A number that does not exist is NaN and an empty field.
 *
 * @param episode from 1
 * @param update from 1
 * @param workload name
 * @param episodeReturn minus the sum of completion times, seconds
 * @param meanFctSeconds mean function completion time under the sampled choices
 * @param policyLoss minus the clipped surrogate
 * @param valueLoss the critic's squared error, in squared scaled returns
 * @param approximateKl divergence of the updated policy from the one that acted, nats
 * @param clipFraction share of steps whose probability ratio lay outside the clip
 * @param entropy of the policy that acted, mean over its decisions, nats
 * @param explainedVariance share of the returns' variance that the baseline accounts for
 * @param gradientNorm norm of the actor's gradient before clipping
 * @param validationPercent mean completion time on validation arrivals, percent of hashing; of an
 *     update's last episode, where it was validated
 */
public record TrainingRow(
    int episode,
    int update,
    String workload,
    double episodeReturn,
    double meanFctSeconds,
    double policyLoss,
    double valueLoss,
    double approximateKl,
    double clipFraction,
    double entropy,
    double explainedVariance,
    double gradientNorm,
    double validationPercent) {

  /** Whether the model was validated after this episode. */
  public boolean validated() {
    return !Double.isNaN(validationPercent);
  }

  /** This row with a validation. */
  public TrainingRow withValidation(double percent) {
    return new TrainingRow(
        episode,
        update,
        workload,
        episodeReturn,
        meanFctSeconds,
        policyLoss,
        valueLoss,
        approximateKl,
        clipFraction,
        entropy,
        explainedVariance,
        gradientNorm,
        percent);
  }
}
