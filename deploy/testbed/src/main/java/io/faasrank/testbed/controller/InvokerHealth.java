package io.faasrank.testbed.controller;

/** What a controller thinks of an invoker. */
public enum InvokerHealth {
  /** Pings and answers. */
  HEALTHY,
  /** Has just come, or lately failed by its own fault. */
  UNHEALTHY,
  /** Lately did not acknowledge in time. */
  UNRESPONSIVE,
  /** Does not ping, or says that it takes nothing. */
  OFFLINE;

  /** Whether it may be given activations. */
  public boolean usable() {
    return this == HEALTHY;
  }
}
