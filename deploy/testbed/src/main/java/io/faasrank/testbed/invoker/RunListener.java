package io.faasrank.testbed.invoker;

import io.faasrank.simulation.FinishedRun;

/** Hears of what emulated invokers have run; called by their threads, so it must not wait. */
@FunctionalInterface
public interface RunListener {

  /** Hears nothing. */
  RunListener NONE = (invoker, activationId, run) -> {};

  /**
   * An activation has run; its acknowledgement is about to be sent.
   *
   * @param invoker number of the invoker
   * @param run its times, in seconds of the invoker's model
   */
  void ran(int invoker, String activationId, FinishedRun run);
}
