package io.faasrank.simulation;

/** How an activation ended. */
public enum Ending {
  /** It ran to its end. */
  COMPLETED,
  /** It failed on its way, and its container was removed. */
  FAILED,
  /** It ran into its time limit, and its container was removed. */
  TIMED_OUT
}
