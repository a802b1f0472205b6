package io.faasrank.cli;

/**
 * A command cannot go on for a reason outside of the program, for instance a server that does not
 * answer. The message is all that the user sees: one line that names what failed.
 */
public final class CommandFailedException extends RuntimeException {

  /**
   * @param message one line for the user
   */
  public CommandFailedException(String message) {
    super(message);
  }

  /**
   * @param message one line for the user
   */
  public CommandFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
