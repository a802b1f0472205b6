package io.faasrank.training;

import io.faasrank.feature.Scaler;
import java.util.Arrays;

/**
 * Where a training stands after a validation: all that going on bit for bit needs.
 *
 * @param state the networks and their optimizers
 * @param scaler frozen statistics of the state columns; it depends on the arrivals, the simulated
 *     cluster and the seed, and so tells when one of them has changed
 * @param bestPercent least mean completion time of all validations, percent of hashing; infinite
 *     before the first
 * @param sinceBest validations since that one; 0 when it was the last
 */
public record Checkpoint(TrainingState state, Scaler scaler, double bestPercent, int sinceBest) {

  public Checkpoint {
    if (!(bestPercent > 0) || sinceBest < 0) {
      throw new IllegalArgumentException(
          "best validation is " + bestPercent + " % and " + sinceBest + " validations old");
    }
  }

  /** Where training stands after a validation of this state. */
  Checkpoint validated(TrainingState next, double percent) {
    return percent < bestPercent
        ? new Checkpoint(next, scaler, percent, 0)
        : new Checkpoint(next, scaler, bestPercent, sinceBest + 1);
  }

  void requireScaler(Scaler expected) {
    if (!Arrays.equals(scaler.mean(), expected.mean())
        || !Arrays.equals(scaler.deviation(), expected.deviation())) {
      throw new IllegalArgumentException(
          "the checkpoint is of other arrivals or another simulated cluster: expected the trace,"
              + " the configuration and the version that it was trained with");
    }
  }
}
