package io.faasrank.training;

import io.faasrank.feature.FeatureSchema;
import io.faasrank.model.Model;
import io.faasrank.simulation.InvokerSettings;
import io.faasrank.simulation.SimulationSettings;
import io.faasrank.simulation.Simulator;
import io.faasrank.workload.Arrival;
import io.faasrank.workload.FunctionProfile;
import io.faasrank.workload.Seeds;
import io.faasrank.workload.Workload;
import io.faasrank.workload.WorkloadSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Trainings of two short workloads on three invokers, of which the first can take everything at
 * full speed and the others run a single activation at a sixth of it: the right answer is always
 * the first. Hashing's home of the function is the last.
 */
final class SmallTraining {

  static final int BEST_INVOKER = 0;

  static final String LONG = "long";

  private static final String SHORT = "short";

  static final List<String> WORKLOADS = List.of(SHORT, LONG);

  static final Simulator SIMULATOR =
      new Simulator(
          SimulationSettings.defaults(),
          List.of(
              new InvokerSettings(200, 16_384),
              new InvokerSettings(1, 16_384),
              new InvokerSettings(1, 16_384)));

  private static final FunctionProfile FUNCTION = new FunctionProfile("F", 256, 0.6, 0.4, 0.1);

  private SmallTraining() {}

  /** Arrivals at random within the length; another seed gives others. */
  static WorkloadSource source(long seed) {
    return (workload, repetition, replay) -> {
      RandomGenerator random = Seeds.generator(seed, Seeds.key(workload), repetition);
      int calls = workload.equals(LONG) ? 24 : 12;
      List<Double> times = new ArrayList<>();
      for (int i = 0; i < calls; i++) {
        times.add(random.nextDouble(calls / 2.0));
      }
      List<Arrival> arrivals =
          times.stream().sorted().map(seconds -> new Arrival(seconds, 0, 1)).toList();
      return new Workload(workload, List.of(FUNCTION), arrivals);
    };
  }

  static TrainingSettings settings(Baseline baseline, int rollouts, int episodes) {
    return new TrainingSettings(
        FeatureSchema.EXTENDED,
        baseline,
        1,
        rollouts,
        0,
        0,
        episodes,
        false,
        Credit.plain(Double.POSITIVE_INFINITY),
        false,
        0.1f,
        2,
        0,
        7,
        new PpoSettings(
            0.2,
            5,
            2,
            2e-3,
            0.01,
            0,
            Double.POSITIVE_INFINITY,
            true,
            Double.POSITIVE_INFINITY,
            0,
            true));
  }

  static Checkpoint train(
      TrainingSettings settings, int threads, @Nullable Checkpoint from, TrainingListener heard) {
    return train(settings, threads, source(1), from, heard);
  }

  static Checkpoint train(
      TrainingSettings settings,
      int threads,
      WorkloadSource arrivals,
      @Nullable Checkpoint from,
      TrainingListener heard) {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      return new Trainer(
              settings,
              new TurningTasks(List.of(SIMULATOR), WORKLOADS, arrivals, settings.sameArrivals()),
              Validation.againstHashing(List.of(SIMULATOR), WORKLOADS, source(2)),
              pool)
          .train(from, heard);
    } finally {
      pool.shutdownNow();
    }
  }

  /** Keeps all that it hears. */
  static class Heard implements TrainingListener {
    final List<Episode> episodes = new ArrayList<>();
    final List<UpdateStats> updates = new ArrayList<>();
    final List<Integer> validatedAt = new ArrayList<>();
    final List<Double> percents = new ArrayList<>();
    final List<Boolean> best = new ArrayList<>();
    final List<Model> models = new ArrayList<>();
    final List<Checkpoint> checkpoints = new ArrayList<>();

    @Override
    public void updated(List<Episode> lived, UpdateStats stats) {
      episodes.addAll(lived);
      updates.add(stats);
    }

    @Override
    public void validated(int lived, double percent, boolean isBest, Model model) {
      validatedAt.add(lived);
      percents.add(percent);
      best.add(isBest);
      models.add(model);
    }

    @Override
    public void checkpoint(Checkpoint checkpoint) {
      checkpoints.add(checkpoint);
    }
  }
}
