package io.faasrank.training;

import io.faasrank.feature.FeatureSchema;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The recipes: the one place that says how models are trained unless told otherwise. The two of the
 * paper follow its Section V to the letter and take {@link PpoSettings#PAPER} where it is silent.
 */
public enum Preset {
  /**
   * How the shipped general model is trained: random functions on random clusters beside the
   * paper's workloads, scale-free columns, a horizon and a weight of each task's own.
   */
  GENERAL(
      TaskMix.GENERAL,
      /* runs= */ 3,
      "M1..M10",
      "10/10/5x16c4096m,5x4c1024m/8x4c1024m,2x32c8192m",
      new TrainingSettings(
          FeatureSchema.GENERAL,
          Baseline.REPLICA,
          /* tasks= */ 12,
          /* rollouts= */ 8,
          /* steps= */ 56,
          /* imitation= */ 50,
          /* episodes= */ 19_200,
          /* sameArrivals= */ false,
          new Credit(
              /* horizonCompletions= */ 2.5,
              /* horizonSeconds= */ Double.POSITIVE_INFINITY,
              /* controlVariate= */ true,
              /* clip= */ 4),
          /* decay= */ true,
          /* outputScale= */ 0.1f,
          /* validateEvery= */ 10,
          /* patience= */ 0,
          /* seed= */ 1,
          new PpoSettings(
              /* clip= */ 0.2,
              /* epochs= */ 5,
              /* minibatches= */ 4,
              /* learningRate= */ 2e-3,
              /* weightDecay= */ 0.01,
              /* entropyBonus= */ 0,
              /* maxGradientNorm= */ Double.POSITIVE_INFINITY,
              /* normaliseAdvantages= */ false,
              /* targetKl= */ Double.POSITIVE_INFINITY,
              /* averaging= */ 0.95,
              /* trainCritic= */ false))),

  /**
   * How the models {@code table1} and {@code extended} were trained: the extended schema, the
   * replica baseline, arrivals drawn anew for every update.
   */
  MULTI(
      TaskMix.WORKLOADS,
      /* runs= */ 1,
      "M1..M10",
      "10/10/5x16c4096m,5x4c1024m/8x4c1024m,2x32c8192m",
      new TrainingSettings(
          FeatureSchema.EXTENDED,
          Baseline.REPLICA,
          /* tasks= */ 1,
          /* rollouts= */ 8,
          /* steps= */ 0,
          /* imitation= */ 0,
          /* episodes= */ 8_000,
          /* sameArrivals= */ false,
          Credit.plain(/* horizonSeconds= */ 30),
          /* decay= */ true,
          /* outputScale= */ 0.1f,
          /* validateEvery= */ 25,
          /* patience= */ 0,
          /* seed= */ 1,
          new PpoSettings(
              /* clip= */ 0.2,
              /* epochs= */ 5,
              /* minibatches= */ 4,
              /* learningRate= */ 2e-3,
              /* weightDecay= */ 0.01,
              /* entropyBonus= */ 0,
              /* maxGradientNorm= */ Double.POSITIVE_INFINITY,
              /* normaliseAdvantages= */ true,
              /* targetKl= */ Double.POSITIVE_INFINITY,
              /* averaging= */ 0,
              /* trainCritic= */ false))),

  /** Section V, single workload: 1,000 episodes of one workload, the AWS cluster's. */
  PAPER_SINGLE(TaskMix.WORKLOADS, 1, "SA", "10", paper(1_000)),

  /** Section V, multi-workload: 500 episodes, 50 of each of M1 to M10. */
  PAPER_MULTI(TaskMix.WORKLOADS, 1, "M1..M10", "10", paper(500)),

  /**
   * For a running cluster, where an episode takes seconds to minutes and not milliseconds: arrivals
   * that repeat, so that few episodes are enough, four of them for an update, compared with each
   * other, and the columns from which most is learnt in so few. Measured in the simulator, {@code
   * train --preset live --seed 2 --episodes 160}: the last quarter of the episodes takes 78 % of
   * the first; with {@code --schema table1} it takes 95 %.
   */
  LIVE(
      TaskMix.WORKLOADS,
      /* runs= */ 1,
      "M1",
      "10",
      new TrainingSettings(
          FeatureSchema.GENERAL,
          Baseline.REPLICA,
          /* tasks= */ 1,
          /* rollouts= */ 4,
          /* steps= */ 0,
          /* imitation= */ 0,
          /* episodes= */ 200,
          /* sameArrivals= */ true,
          Credit.plain(/* horizonSeconds= */ 15),
          /* decay= */ false,
          /* outputScale= */ 0.1f,
          /* validateEvery= */ 10,
          /* patience= */ 0,
          /* seed= */ 1,
          new PpoSettings(
              /* clip= */ 0.2,
              /* epochs= */ 5,
              /* minibatches= */ 4,
              /* learningRate= */ 1e-2,
              /* weightDecay= */ 0.01,
              /* entropyBonus= */ 0,
              /* maxGradientNorm= */ Double.POSITIVE_INFINITY,
              /* normaliseAdvantages= */ true,
              /* targetKl= */ Double.POSITIVE_INFINITY,
              /* averaging= */ 0,
              /* trainCritic= */ false)));

  private final TaskMix mix;
  private final int runs;
  private final String workloads;
  private final String invokers;

  @SuppressWarnings("ImmutableEnumChecker") // a record of values
  private final TrainingSettings settings;

  Preset(TaskMix mix, int runs, String workloads, String invokers, TrainingSettings settings) {
    this.mix = mix;
    this.runs = runs;
    this.workloads = workloads;
    this.invokers = invokers;
    this.settings = settings;
  }

  /** One rollout an update, always of the same arrivals; discount 1; PyTorch's initial weights. */
  private static TrainingSettings paper(int episodes) {
    return new TrainingSettings(
        FeatureSchema.TABLE1,
        Baseline.CRITIC,
        /* tasks= */ 1,
        /* rollouts= */ 1,
        /* steps= */ 0,
        /* imitation= */ 0,
        episodes,
        /* sameArrivals= */ true,
        Credit.plain(/* horizonSeconds= */ Double.POSITIVE_INFINITY),
        /* decay= */ false,
        /* outputScale= */ 1,
        /* validateEvery= */ 50,
        /* patience= */ 0,
        /* seed= */ 1,
        PpoSettings.PAPER);
  }

  /** A preset by its name on the command line. */
  public static Preset named(String name) {
    for (Preset preset : values()) {
      if (preset.toString().equalsIgnoreCase(name)) {
        return preset;
      }
    }
    throw new IllegalArgumentException(
        "unknown preset '"
            + name
            + "', expected one of "
            + Arrays.stream(values()).map(Preset::toString).collect(Collectors.joining(", ")));
  }

  /** What is trained on. */
  public TaskMix mix() {
    return mix;
  }

  /** Trainings from seeds in sequence, of which the best is kept. */
  public int runs() {
    return runs;
  }

  /** Workloads of Table III, as a selection by name. */
  public String workloads() {
    return workloads;
  }

  /** Simulated clusters that take turns, separated by slashes. */
  public String invokers() {
    return invokers;
  }

  public TrainingSettings settings() {
    return settings;
  }

  /** The name on the command line, for instance {@code paper-single}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
