package io.faasrank.training;

/**
 * A value of the training is no longer a number, or a weight has grown without bound. The message
 * names the tensor, the epoch and the update. The networks are still those before the update.
 */
public final class TrainingDivergedException extends RuntimeException {

  public TrainingDivergedException(String message) {
    super(message);
  }
}
