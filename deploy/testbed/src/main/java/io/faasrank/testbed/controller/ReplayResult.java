package io.faasrank.testbed.controller;

import io.faasrank.simulation.EpisodeResult;

/**
 * The result of a replay.
 *
 * @param episode the activations that completed, in order of arrival, as the simulator gives them;
 *     times in virtual seconds
 * @param systemErrors activations that ended with an error of the system
 * @param timedOut activations that the controller closed by force
 * @param refused arrivals for which no invoker was usable
 * @param unfinished activations still in flight when the replay's patience ended
 * @param latestSeconds by how much the latest submission was behind its arrival, in virtual
 *     seconds; far above a few real milliseconds, the machine is too slow for the time scale
 */
public record ReplayResult(
    EpisodeResult episode,
    int systemErrors,
    int timedOut,
    int refused,
    int unfinished,
    double latestSeconds) {

  /** Whether every arrival completed. */
  public boolean complete() {
    return systemErrors + timedOut + refused + unfinished == 0;
  }
}
