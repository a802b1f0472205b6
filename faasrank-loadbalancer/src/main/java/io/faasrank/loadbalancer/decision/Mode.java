package io.faasrank.loadbalancer.decision;

import java.util.Locale;

/** Who decides: the switch between OpenWhisk's hashing and a policy. */
public enum Mode {
  /** OpenWhisk's own code, untouched. */
  HASHING,
  /** A policy decides and is compared; OpenWhisk's own code acts. */
  SHADOW,
  /** A policy places a fixed share of the activations, chosen by activation id. */
  CANARY,
  /** A policy places every activation. */
  FAASRANK;

  /** Name in configuration, in Redis, in metrics and logs. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
