package io.faasrank.model;

/**
 * A model file that cannot be used. Its message is one line: the file, the reason, what was
 * expected.
 */
public final class ModelRefusedException extends IllegalArgumentException {

  public ModelRefusedException(String origin, String reason) {
    super(origin + ": " + reason);
  }
}
