package io.faasrank.training;

import io.faasrank.model.Model;
import io.faasrank.policy.NetworkScorer;
import io.faasrank.policy.Policies;
import io.faasrank.policy.Policy;
import io.faasrank.policy.Scorer;
import io.faasrank.policy.SoftmaxSample;
import io.faasrank.simulation.Simulator;
import io.faasrank.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * Runs episodes in parallel. Each has its own seed and its own place in the result, so that the
 * number of threads changes nothing.
 */
final class Rollouts {

  private final ExecutorService threads;

  Rollouts(ExecutorService threads) {
    this.threads = threads;
  }

  /** One episode to run: a cluster, arrivals and a seed for the choices. */
  record Rollout(Simulator simulator, Workload workload, long seed) {}

  /** Lives the episodes, sampling each action from the actor's softmax (Eq. 4). */
  List<Trajectory> sample(Model model, List<Rollout> episodes) {
    Policy policy = new Policy("training", new NetworkScorer(model), new SoftmaxSample());
    return all(
        episodes,
        episode -> {
          TrajectoryRecorder recorder =
              new TrajectoryRecorder(model.schema(), episode.workload().arrivals().size());
          episode.simulator().run(episode.workload(), policy, episode.seed(), recorder);
          return recorder.finish();
        });
  }

  /** Mean completion time of each episode under the model's best-scored choices, in seconds. */
  List<Double> meanCompletionTimes(Model model, List<Rollout> episodes) {
    return meanCompletionTimes("faasrank", () -> new NetworkScorer(model), episodes);
  }

  /** Mean completion time of each episode under a policy, in seconds. */
  List<Double> meanCompletionTimes(
      String policyName, Supplier<Scorer> learned, List<Rollout> episodes) {
    return all(
        episodes,
        episode ->
            episode
                .simulator()
                .run(episode.workload(), Policies.create(policyName, learned), episode.seed())
                .meanCompletionTime());
  }

  private interface Run<T> {
    T on(Rollout episode);
  }

  private <T> List<T> all(List<Rollout> episodes, Run<T> run) {
    List<Callable<T>> calls = new ArrayList<>();
    for (Rollout episode : episodes) {
      calls.add(() -> run.on(episode));
    }
    List<T> results = new ArrayList<>();
    try {
      for (Future<T> future : threads.invokeAll(calls)) {
        results.add(future.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while running episodes", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("an episode failed", e.getCause());
    }
    return results;
  }
}
