package io.faasrank.training;

import io.faasrank.feature.Scaler;
import io.faasrank.model.Model;
import io.faasrank.model.ScoreNetwork;
import io.faasrank.simulation.Simulator;
import io.faasrank.workload.Seeds;
import io.faasrank.workload.Workload;
import io.faasrank.workload.WorkloadSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Algorithm 1 of the paper. Each update lives some episodes of one workload by sampling from the
 * actor's softmax (lines 3 and 4), takes their returns and baselines (lines 5 to 7) and lets {@link
 * PpoUpdater} move the networks (lines 8 and 9). Workloads take turns, and so do clusters.
 *
 * <p>The same settings and sources give the same weights bit for bit, whatever the number of
 * threads.
 */
public final class Trainer {

  private static final int SCALER_DRAW = 1_000_000;

  private final TrainingSettings settings;
  private final List<Simulator> clusters;
  private final List<String> workloads;
  private final WorkloadSource source;
  private final Rollouts rollouts;
  private final Validation validation;
  private final Scaler scaler;

  /**
   * @param clusters that take turns, one for each round of the workloads; one named twice gets
   *     twice as many
   * @param workloads names, which both sources know
   * @param source arrivals to train on
   * @param validationSource arrivals to choose the model by
   * @param threads where episodes run
   */
  public Trainer(
      TrainingSettings settings,
      List<Simulator> clusters,
      List<String> workloads,
      WorkloadSource source,
      WorkloadSource validationSource,
      ExecutorService threads) {
    this.settings = settings;
    this.workloads = List.copyOf(workloads);
    this.source = source;
    this.clusters = List.copyOf(clusters);
    this.rollouts = new Rollouts(threads);
    this.validation =
        new Validation(rollouts, new LinkedHashSet<>(clusters), workloads, validationSource);
    List<Rollouts.Rollout> watched = new ArrayList<>();
    for (Simulator cluster : clusters) {
      for (String name : workloads) {
        Workload workload = source.workload(name, SCALER_DRAW, 0);
        watched.add(new Rollouts.Rollout(cluster, workload, settings.seed()));
      }
    }
    this.scaler = ScalerLearning.learn(settings.schema(), watched);
  }

  /**
   * Trains. A state reached in one go and one reached in several, each from the checkpoint of the
   * one before, are the same.
   *
   * @param from where an earlier run with the same settings and sources stood, or null to begin
   * @return where training stands after the last update
   * @throws TrainingDivergedException when a number is no longer one; everything told to the
   *     listener before stays good
   * @throws IllegalArgumentException when the checkpoint is of other arrivals
   */
  public Checkpoint train(@Nullable Checkpoint from, TrainingListener listener) {
    Checkpoint at = from == null ? begin() : from;
    at.requireScaler(scaler);
    try (PpoUpdater updater = new PpoUpdater(at.state(), settings.seed())) {
      int update = (int) at.state().updates();
      while (update < settings.updates() && !outOfPatience(at)) {
        step(updater, update++, listener);
        if (update % settings.validateEvery() == 0 || update == settings.updates()) {
          at = validate(updater, update, at, listener);
        }
      }
    }
    return at;
  }

  private Checkpoint begin() {
    return new Checkpoint(initial(), scaler, Double.POSITIVE_INFINITY, 0);
  }

  private boolean outOfPatience(Checkpoint at) {
    return settings.patience() > 0 && at.sinceBest() >= settings.patience();
  }

  private Checkpoint validate(
      PpoUpdater updater, int updates, Checkpoint before, TrainingListener listener) {
    Model model = model(updater);
    double percent = validation.percentOfHashing(model);
    Checkpoint at = before.validated(updater.state(), percent);
    listener.validated(updates * settings.rollouts(), percent, at.sinceBest() == 0, model);
    listener.checkpoint(at);
    return at;
  }

  private TrainingState initial() {
    RandomGenerator random = Seeds.generator(settings.seed());
    int width = settings.schema().width();
    return TrainingState.of(
        ScoreNetwork.random(width, random::nextFloat, settings.outputScale()),
        ScoreNetwork.random(width, random::nextFloat));
  }

  private Model model(PpoUpdater updater) {
    return new Model(settings.schema(), scaler, updater.actor(), updater.critic(), Map.of());
  }

  /** The libraries that decide what comes out, with their versions. */
  public static String libraries() {
    return TorchEngine.versions();
  }

  private void step(PpoUpdater updater, int update, TrainingListener listener) {
    String name = workloads.get(update % workloads.size());
    int round = update / workloads.size();
    int draw = settings.sameArrivals() ? 0 : round;
    Simulator cluster = clusters.get(round % clusters.size());
    Workload workload = source.workload(name, draw, 0);
    List<Rollouts.Rollout> episodes = new ArrayList<>();
    for (int r = 0; r < settings.rollouts(); r++) {
      episodes.add(new Rollouts.Rollout(cluster, workload, Seeds.mix(settings.seed(), update, r)));
    }
    List<Trajectory> trajectories = rollouts.sample(model(updater), episodes);
    List<double[]> returns = new ArrayList<>();
    for (Trajectory trajectory : trajectories) {
      returns.add(trajectory.returnsToGo(settings.horizonSeconds()));
    }
    boolean replica = settings.baseline() == Baseline.REPLICA;
    List<double[]> baselines =
        replica
            ? Returns.replicaBaselines(returns)
            : Returns.criticBaselines(trajectories, updater.critic());
    UpdateStats stats =
        updater.update(batch(trajectories, returns, baselines), settings.ppo(update));
    if (replica) {
      stats = stats.withExplainedVariance(Returns.explainedVariance(returns, baselines));
    }
    List<TrainingListener.Episode> told = new ArrayList<>();
    for (Trajectory trajectory : trajectories) {
      double total = trajectory.totalReward();
      told.add(
          new TrainingListener.Episode(
              update * settings.rollouts() + told.size(),
              name,
              total,
              -total / trajectory.steps()));
    }
    listener.updated(told, stats);
  }

  private Batch batch(
      List<Trajectory> trajectories, List<double[]> returns, List<double[]> baselines) {
    Batch.Builder batch = Batch.builder(settings.schema().width());
    for (int r = 0; r < trajectories.size(); r++) {
      Trajectory trajectory = trajectories.get(r);
      for (int i = 0; i < trajectory.steps(); i++) {
        batch.add(
            trajectory.rows(i),
            trajectory.candidates(i),
            trajectory.position(i),
            trajectory.logProbability(i),
            returns.get(r)[i] - baselines.get(r)[i],
            returns.get(r)[i]);
      }
    }
    return batch.build();
  }
}
