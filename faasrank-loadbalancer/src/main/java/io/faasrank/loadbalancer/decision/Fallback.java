package io.faasrank.loadbalancer.decision;

import java.util.Locale;

/** Why OpenWhisk's hashing placed an activation that a policy was asked about. */
public enum Fallback {
  /** No model could be loaded. */
  NO_MODEL("no model is in service"),
  /** Too few of the usable invokers have fresh metrics. */
  STALE_METRICS("too few invokers have fresh metrics"),
  /** No invoker with fresh metrics has memory, and one without has. */
  FRESH_ONES_FULL("only invokers without fresh metrics have memory left"),
  /** No usable invoker is large enough. */
  NO_CANDIDATE("no usable invoker is large enough"),
  /** Too much of what the model was shown is unknown, or beyond what it was trained on. */
  OUT_OF_RANGE("too many values are unknown to the model, or beyond what it was trained on"),
  /** Other activations took every candidate's memory meanwhile. */
  MEMORY_TAKEN("other activations took the memory of every candidate"),
  /** As many activations wait in the controller as may. */
  LINE_FULL("as many activations wait in the controller as may"),
  /** The decision took longer than its budget. */
  OVERRUN("a decision took longer than its budget"),
  /** An exception while deciding. */
  EXCEPTION("deciding failed");

  private final String description;

  Fallback(String description) {
    this.description = description;
  }

  /** Name in metrics. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What the log says. */
  String description() {
    return description;
  }
}
