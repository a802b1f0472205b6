package io.faasrank.policy;

import io.faasrank.cluster.Action;

/** A cluster view that can tell the future: the simulator's, for the clairvoyant policy. */
public interface Oracle {

  /**
   * Completion time that the activation now being decided adds to the cluster if it is sent to the
   * invoker and nothing more arrives, in seconds: its own and what it costs the others there.
   */
  double marginalSeconds(int invoker, Action action);
}
