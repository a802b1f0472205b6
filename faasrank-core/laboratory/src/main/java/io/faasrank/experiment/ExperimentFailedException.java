package io.faasrank.experiment;

/**
 * A command cannot go on for a reason outside of the program, for instance a server that does not
 * answer. The user sees the message alone: one line that names what failed.
 */
public final class ExperimentFailedException extends RuntimeException {

  /**
   * @param message one line for the user
   */
  public ExperimentFailedException(String message) {
    super(message);
  }

  /**
   * @param message one line for the user
   */
  public ExperimentFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
