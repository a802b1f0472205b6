package io.faasrank.policy;

import io.faasrank.cluster.Action;

/** What only a simulator knows: a cluster view that can tell the future implements this too. */
public interface Oracle {

  /**
   * Completion time, in seconds, added to the whole cluster if the activation now being decided is
   * sent to the invoker: its own, and what it delays all others in flight. Computed from true
   * durations; must not be NaN.
   */
  double marginalSeconds(int position, Action action);
}
