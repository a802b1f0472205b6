package io.faasrank.training;

import io.faasrank.feature.FeatureSchema;
import io.faasrank.model.Model;
import io.faasrank.policy.NetworkScorer;
import io.faasrank.policy.Policies;
import io.faasrank.policy.Policy;
import io.faasrank.policy.Scorer;
import io.faasrank.policy.SoftmaxSample;
import io.faasrank.workload.Seeds;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Runs episodes in parallel. Each has its own seed and its own place in the result, so that the
 * number of threads changes nothing.
 */
final class Rollouts {

  private final ExecutorService threads;

  Rollouts(ExecutorService threads) {
    this.threads = threads;
  }

  /** One episode to run: a task and a seed for the choices. */
  record Rollout(Task task, long seed) {}

  /**
   * Runs the episodes, sampling each action from the actor's softmax (Eq. 4).
   *
   * @param kept how many steps of an episode, drawn at random, to learn from; 0 for all
   */
  List<Trajectory> sample(Model model, List<Rollout> episodes, int kept) {
    Policy policy = new Policy("training", new NetworkScorer(model), new SoftmaxSample());
    return recorded(model.schema(), Collections.nCopies(episodes.size(), policy), episodes, kept);
  }

  /**
   * Runs the episodes and writes them down.
   *
   * @param policies one for each episode, whose scorers leave scaled rows in the decision
   * @param kept how many steps of an episode, drawn at random, to learn from; 0 for all
   */
  List<Trajectory> recorded(
      FeatureSchema schema, List<Policy> policies, List<Rollout> episodes, int kept) {
    return all(
        episodes,
        (episode, number) -> {
          Task task = episode.task();
          BitSet learntFrom = drawn(task.uncounted(), task.actions(), kept, episode.seed());
          Trajectory trajectory = new Trajectory(schema, task.actions(), learntFrom);
          TrajectoryRecorder recorder = new TrajectoryRecorder(trajectory);
          task.run(policies.get(number), episode.seed(), recorder);
          return recorder.finish();
        });
  }

  /**
   * So many different steps of those that count (Floyd's algorithm); all of them where that is 0 or
   * there are no more.
   *
   * @param uncounted steps at the beginning that do not count
   * @param actions all steps
   */
  static BitSet drawn(int uncounted, int actions, int count, long seed) {
    BitSet drawn = new BitSet(actions);
    if (count == 0 || count >= actions - uncounted) {
      drawn.set(uncounted, actions);
      return drawn;
    }
    RandomGenerator random = Seeds.generator(seed, Seeds.key("steps"));
    for (int last = actions - count; last < actions; last++) {
      int candidate = uncounted + random.nextInt(last - uncounted + 1);
      drawn.set(drawn.get(candidate) ? last : candidate);
    }
    return drawn;
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
        (episode, number) ->
            episode
                .task()
                .meanCompletionSeconds(Policies.create(policyName, learned), episode.seed()));
  }

  private interface Run<T> {
    T on(Rollout episode, int number);
  }

  private <T> List<T> all(List<Rollout> episodes, Run<T> run) {
    List<Callable<T>> calls = new ArrayList<>();
    for (int i = 0; i < episodes.size(); i++) {
      int number = i;
      calls.add(() -> run.on(episodes.get(number), number));
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
