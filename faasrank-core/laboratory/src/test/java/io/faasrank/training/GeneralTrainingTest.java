package io.faasrank.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.feature.FeatureSchema;
import io.faasrank.model.Model;
import io.faasrank.policy.NetworkScorer;
import io.faasrank.policy.Policies;
import io.faasrank.simulation.EpisodeResult;
import io.faasrank.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Guards against a training of several tasks, drawn steps, imitation and averaged weights that does
 * not learn, depends on the threads or comes out otherwise when it is resumed.
 */
class GeneralTrainingTest {

  private static final double NONE = Double.POSITIVE_INFINITY;

  /** Both small workloads in every update. */
  private record Both(long seed) implements TaskSource {

    @Override
    public List<Task> tasks(int update) {
      List<Task> tasks = new ArrayList<>();
      for (String name : SmallTraining.WORKLOADS) {
        Workload workload = SmallTraining.source(seed).workload(name, update, 0);
        tasks.add(new Task(name, SmallTraining.SIMULATOR, workload));
      }
      return tasks;
    }

    @Override
    public List<Task> scalerTasks() {
      return tasks(1_000_000);
    }
  }

  @Test
  void learnsWhatNoRuleThatItImitatesKnows() {
    SmallTraining.Heard heard = new SmallTraining.Heard();
    train(settings(600, 2), 2, null, heard);
    Model model = heard.models.get(heard.models.size() - 1);
    Workload unseen = SmallTraining.source(99).workload(SmallTraining.LONG, 0, 0);
    EpisodeResult result =
        SmallTraining.SIMULATOR.run(
            unseen, Policies.create("faasrank", () -> new NetworkScorer(model)), 4);
    assertThat(result.completions())
        .filteredOn(completion -> completion.invoker() == SmallTraining.BEST_INVOKER)
        .hasSizeGreaterThan(21);
  }

  @Test
  void theThreadsAndAnInterruptionChangeNoBit() {
    SmallTraining.Heard whole = new SmallTraining.Heard();
    byte[] end = train(settings(48, 2), 1, null, whole).state().toBytes();
    SmallTraining.Heard other = new SmallTraining.Heard();
    assertThat(train(settings(48, 2), 3, null, other).state().toBytes()).isEqualTo(end);
    assertThat(other.updates).isEqualTo(whole.updates);
    assertThat(other.percents).isEqualTo(whole.percents);

    for (Checkpoint from : whole.checkpoints.subList(0, whole.checkpoints.size() - 1)) {
      SmallTraining.Heard rest = new SmallTraining.Heard();
      assertThat(train(settings(48, 2), 2, from, rest).state().toBytes()).isEqualTo(end);
      int done = (int) from.state().updates();
      assertThat(rest.updates).isEqualTo(whole.updates.subList(done, whole.updates.size()));
    }
  }

  @Test
  void anUpdateHasTheEpisodesOfAllItsTasksAndOneOfEachWhileItImitates() {
    SmallTraining.Heard heard = new SmallTraining.Heard();
    train(settings(16, 1), 2, null, heard);
    assertThat(heard.updates).hasSize(2);
    assertThat(heard.episodes)
        .extracting(TrainingListener.Episode::workload)
        .containsExactly(
            "short", "long", "short", "short", "short", "short", "long", "long", "long", "long");
    assertThat(heard.episodes)
        .extracting(TrainingListener.Episode::episode)
        .containsExactly(0, 1, 8, 9, 10, 11, 12, 13, 14, 15);
  }

  private static Checkpoint train(
      TrainingSettings settings, int threads, @Nullable Checkpoint from, TrainingListener heard) {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      Validation validation =
          Validation.againstHashing(
              List.of(SmallTraining.SIMULATOR), SmallTraining.WORKLOADS, SmallTraining.source(2));
      return new Trainer(settings, new Both(1), validation, pool).train(from, heard);
    } finally {
      pool.shutdownNow();
    }
  }

  private static TrainingSettings settings(int episodes, int imitation) {
    PpoSettings ppo = new PpoSettings(0.2, 5, 2, 5e-3, 0.01, 0, NONE, false, NONE, 0.8, false);
    return new TrainingSettings(
        FeatureSchema.GENERAL,
        Baseline.REPLICA,
        /* tasks= */ 2,
        /* rollouts= */ 4,
        /* steps= */ 8,
        imitation,
        episodes,
        /* sameArrivals= */ false,
        new Credit(2.5, NONE, true, 4),
        /* decay= */ true,
        /* outputScale= */ 0.1f,
        /* validateEvery= */ 2,
        /* patience= */ 0,
        /* seed= */ 7,
        ppo);
  }
}
