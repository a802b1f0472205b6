package io.faasrank.testbed.controller;

/** What a controller thinks of an invoker. */
public enum InvokerHealth {
  /** Pings and answers. */
  HEALTHY,
  /** Has just appeared, or failed lately through its own fault. */
  UNHEALTHY,
  /** Lately did not acknowledge in time. */
  UNRESPONSIVE,
  /** Does not ping, or says that it is disabled. */
  OFFLINE;

  /** Whether it may be given activations. */
  public boolean usable() {
    return this == HEALTHY;
  }
}
