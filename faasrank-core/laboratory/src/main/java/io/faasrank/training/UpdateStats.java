package io.faasrank.training;

/**
 * What one update did. Values of an epoch are measured before its step.
 *
 * @param update number of the update, from 1
 * @param epochs epochs stepped; fewer than set when the target divergence was passed
 * @param policyLoss minus the clipped surrogate (Eq. 10) of the last epoch, entropy bonus included
 * @param valueLoss mean squared error of the averaged baseline (Eq. 7) in the last epoch, in
 *     squared scaled returns; NaN without a critic
 * @param approximateKl divergence of the policy from the acting one in the last epoch, estimated by
 *     the mean of (ratio - 1) - log ratio
 * @param clipFraction share of steps of the last epoch whose ratio lay outside the clip
 * @param entropy mean entropy of the acting policy, in nats
 * @param explainedVariance 1 - Var(return - baseline) / Var(return) before the update: 1 is a
 *     perfect baseline, 0 one that knows only the mean; NaN without a critic unless the trainer
 *     knows the baseline, and where returns are equal
 * @param actorGradientNorm norm of the actor's gradient in the last epoch, before clipping
 * @param criticGradientNorm norm of the critic's; NaN without a critic
 * @param firstRatioDeviation largest |ratio - 1| before the first step: rounding only (tested:
 *     below 1e-5) when the actor made the batch itself
 * @param firstKl divergence before the first step; about 0 likewise
 */
public record UpdateStats(
    long update,
    int epochs,
    double policyLoss,
    double valueLoss,
    double approximateKl,
    double clipFraction,
    double entropy,
    double explainedVariance,
    double actorGradientNorm,
    double criticGradientNorm,
    double firstRatioDeviation,
    double firstKl) {

  /** These values with the explained variance of a baseline other than the critic's. */
  UpdateStats withExplainedVariance(double variance) {
    return new UpdateStats(
        update,
        epochs,
        policyLoss,
        valueLoss,
        approximateKl,
        clipFraction,
        entropy,
        variance,
        actorGradientNorm,
        criticGradientNorm,
        firstRatioDeviation,
        firstKl);
  }
}
