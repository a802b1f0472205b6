package io.faasrank.loadbalancer.decision;

import java.util.Locale;

/** Why an activation that waited was left to hashing after all. */
public enum HandedOver {
  /** The policy places no longer: another mode, or another arm of a trial. */
  MODE,
  /** The controller shuts down. */
  CLOSED,
  /** The policy can place none: see {@link Fallback}. */
  FALLBACK,
  /** It was placed, and could not be set up there. */
  UNSENT,
  /** A fault of the waiting room itself. */
  FAULT;

  /** Name in metrics. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
