package io.faasrank.canary;

import java.util.Locale;

/** Whose turn a block is. */
public enum Arm {
  /** What served before the trial: OpenWhisk's hashing or the model in service. */
  CONTROL,
  /** What is on trial. */
  CANDIDATE;

  /** Name in metrics, in Redis and on the command line. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
