package io.faasrank.testbed.wire;

/** How an activation ended; its ordinal is the status code of its record. */
public enum ActivationOutcome {
  SUCCESS,
  /** The action says that it failed. */
  APPLICATION_ERROR,
  /** The action crashed, could not be initialised or exceeded its time limit. */
  DEVELOPER_ERROR,
  /**
   * OpenWhisk failed, not the action: more than three of the last ten make an invoker unhealthy.
   */
  SYSTEM_ERROR;

  /** The code on the wire, 0 to 3. */
  public int statusCode() {
    return ordinal();
  }
}
