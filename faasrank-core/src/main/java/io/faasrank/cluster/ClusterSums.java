package io.faasrank.cluster;

/**
 * Sums over the usable invokers of a {@link ClusterView} at the instant of a decision. Every call
 * is constant-time.
 */
public interface ClusterSums {

  /** Number of usable invokers. */
  int invokers();

  /** CPU cores. */
  float cores();

  /** Memory for action containers, in MB. */
  float memoryMb();

  /** Memory reserved by activations in flight, in MB. */
  float reservedMb();

  /** Activations in flight. */
  int inflight();

  /** Activations that wait in the invokers' buffers. */
  int queued();

  /** Estimated work in flight, in MB seconds: see {@link ClusterView#workMbSeconds}. */
  float workMbSeconds();

  /** Activations of the action of the decision in flight. */
  int actionInflight();

  /** Idle warm containers of the action of the decision. */
  int actionIdleWarm();
}
