package io.faasrank.canary;

/**
 * Whether an arm fails more often than the other beyond chance, whenever that is asked. If both
 * fail alike, each failure is the candidate's with the probability q of its share of the
 * activations. Against that stands any other probability, weighted by Jeffreys' Beta(1/2, 1/2); the
 * ratio of the two likelihoods is a martingale that begins at 1 (Robbins 1970), so it ever reaches
 * 1 / a with a probability of at most a.
 *
 * <p>That holds where failures are independent. A fault of the cluster brings many at once, and one
 * that falls into the candidate's blocks speaks against it: the guard errs on the safe side.
 */
final class FailureTest {

  private FailureTest() {}

  /** Logarithm of the evidence that the candidate fails more often; 0 where it fails less. */
  static double logEvidence(Tally control, Tally candidate) {
    double share = (double) candidate.count() / (candidate.count() + control.count());
    double failed = candidate.failures();
    double other = control.failures();
    if (!(share > 0 && share < 1) || failed <= share * (failed + other)) {
      return 0;
    }
    double log = -failed * Math.log(share) - other * Math.log(1 - share);
    return log + logRising(failed) + logRising(other) - logFactorial(failed + other);
  }

  /** Logarithm of 1/2 (1/2 + 1) ... (1/2 + n - 1). */
  private static double logRising(double n) {
    double log = 0;
    for (int i = 0; i < n; i++) {
      log += Math.log(i + 0.5);
    }
    return log;
  }

  private static double logFactorial(double n) {
    double log = 0;
    for (int i = 2; i <= n; i++) {
      log += Math.log(i);
    }
    return log;
  }
}
