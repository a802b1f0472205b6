package io.faasrank.testbed.controller;

import io.faasrank.loadbalancer.decision.Outcome;
import io.faasrank.simulation.Completion;
import io.faasrank.simulation.EpisodeResult;
import io.faasrank.testbed.invoker.TimeScale;
import io.faasrank.workload.Arrival;
import io.faasrank.workload.FunctionProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * An arrival of a workload that was submitted.
 *
 * @param submittedSeconds when, in virtual seconds since the start of the replay
 */
record ReplayedArrival(
    Arrival arrival,
    FunctionProfile function,
    double submittedSeconds,
    CompletableFuture<ActivationResult> end) {

  static ReplayResult result(
      List<ReplayedArrival> replayed, List<FunctionProfile> functions, TimeScale scale) {
    List<Completion> completions = new ArrayList<>(replayed.size());
    int systemErrors = 0;
    int timedOut = 0;
    int refused = 0;
    int unfinished = 0;
    double latest = 0;
    for (ReplayedArrival each : replayed) {
      latest = Math.max(latest, each.submittedSeconds - each.arrival.seconds());
      if (!each.end.isDone()) {
        unfinished++;
      } else if (each.end.isCompletedExceptionally()) {
        refused++;
      } else {
        ActivationResult result = each.end.join();
        if (result.outcome() == Outcome.COMPLETED) {
          completions.add(each.completion(result, scale));
        } else if (result.outcome() == Outcome.TIMED_OUT) {
          timedOut++;
        } else {
          systemErrors++;
        }
      }
    }
    return new ReplayResult(
        EpisodeResult.of(completions, functions),
        systemErrors,
        timedOut,
        refused,
        unfinished,
        latest);
  }

  /**
   * The completion as the simulator would give it. An invoker tells how long an activation waited
   * until its container was there; for a cold start, the creation on an idle invoker is taken off
   * that to get the time in its buffer.
   */
  private Completion completion(ActivationResult result, TimeScale scale) {
    double known = Double.isNaN(function.createSeconds()) ? 0 : function.createSeconds();
    double creation = result.cold() ? known : 0;
    return new Completion(
        arrival.function(),
        result.invoker(),
        arrival.seconds(),
        submittedSeconds + scale.virtualSeconds(result.tookNanos()),
        Math.max(0, result.waitSeconds() - creation),
        result.cold());
  }
}
