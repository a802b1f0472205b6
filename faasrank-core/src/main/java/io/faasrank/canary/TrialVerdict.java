package io.faasrank.canary;

import java.util.Locale;

/** How a trial stands, or how it ended. */
public enum TrialVerdict {
  /** Not yet decided. */
  RUNNING,
  /** The candidate is better by the margin, and serves from now on. */
  PROMOTED,
  /** The candidate is worse, broke a guard or took too long, and is refused from now on. */
  DEMOTED,
  /** A person ended it. */
  STOPPED;

  /** Name in metrics, in Redis and on the command line. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
