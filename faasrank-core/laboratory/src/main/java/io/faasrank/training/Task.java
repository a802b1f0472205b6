package io.faasrank.training;

import io.faasrank.policy.Policy;
import io.faasrank.simulation.EpisodeObserver;
import io.faasrank.simulation.EpisodeResult;
import io.faasrank.simulation.Simulator;
import io.faasrank.workload.Workload;

/**
 * Something to learn from or to be judged by: arrivals on a cluster. Every rollout of a task meets
 * the same arrivals, and takes its steps in their order: activations are placed on arrival.
 *
 * @param name in tables and charts, for instance {@code M3}
 * @param uncounted activations at the beginning that do not count when a policy is judged: what a
 *     warm beginning takes
 */
public record Task(String name, Simulator simulator, Workload workload, int uncounted) {

  public Task {
    if (uncounted < 0 || uncounted >= workload.arrivals().size()) {
      throw new IllegalArgumentException(
          "task " + name + " does not count " + uncounted + " of its activations");
    }
    if (simulator.bindsLate()) {
      throw new IllegalArgumentException(
          "task " + name + " binds late, but a model is trained on placing on arrival");
    }
  }

  /** A task of which every activation counts. */
  public Task(String name, Simulator simulator, Workload workload) {
    this(name, simulator, workload, 0);
  }

  /** Number of actions of an episode. */
  int actions() {
    return workload.arrivals().size();
  }

  /** Mean completion time of the activations that count under a policy, in seconds. */
  double meanCompletionSeconds(Policy policy, long seed) {
    return new EpisodeResult(
            simulator.run(workload, policy, seed).completions().stream().skip(uncounted).toList())
        .meanCompletionTime();
  }

  void run(Policy policy, long seed, EpisodeObserver observer) {
    simulator.run(workload, policy, seed, observer);
  }
}
