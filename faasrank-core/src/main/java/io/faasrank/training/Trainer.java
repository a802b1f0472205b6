package io.faasrank.training;

import io.faasrank.feature.Scaler;
import io.faasrank.model.Model;
import io.faasrank.model.ScoreNetwork;
import io.faasrank.simulation.Simulator;
import io.faasrank.workload.Seeds;
import io.faasrank.workload.Workload;
import io.faasrank.workload.WorkloadShape;
import io.faasrank.workload.WorkloadSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Algorithm 1 of the paper. Each update lives some episodes of one workload by sampling from the
 * actor's softmax (lines 3 and 4), takes their returns and baselines (lines 5 to 7) and lets {@link
 * PpoUpdater} move the networks (lines 8 and 9). Workloads take turns.
 *
 * <p>The same settings and sources give the same weights bit for bit, whatever the number of
 * threads.
 */
public final class Trainer {

  private static final int SCALER_DRAW = 1_000_000;

  private final TrainingSettings settings;
  private final List<WorkloadShape> shapes;
  private final WorkloadSource source;
  private final Rollouts rollouts;
  private final Validation validation;
  private final Scaler scaler;

  /**
   * @param source arrivals to train on
   * @param validationSource arrivals to choose the model by
   * @param threads where episodes run
   */
  public Trainer(
      TrainingSettings settings,
      Simulator simulator,
      List<WorkloadShape> shapes,
      WorkloadSource source,
      WorkloadSource validationSource,
      ExecutorService threads) {
    this.settings = settings;
    this.shapes = List.copyOf(shapes);
    this.source = source;
    this.rollouts = new Rollouts(simulator, threads);
    this.validation = new Validation(rollouts, shapes, validationSource);
    List<Rollouts.Episode> watched = new ArrayList<>();
    for (WorkloadShape shape : shapes) {
      watched.add(new Rollouts.Episode(source.workload(shape, SCALER_DRAW, 0), settings.seed()));
    }
    this.scaler = ScalerLearning.learn(simulator, settings.schema(), watched);
  }

  /**
   * Trains.
   *
   * @param from state of an earlier run with the same settings to go on from, or null to begin
   * @return the state after the last update
   * @throws TrainingDivergedException when a number is no longer one; everything told to the
   *     listener before stays good
   */
  public TrainingState train(@Nullable TrainingState from, TrainingListener listener) {
    TrainingState start = from == null ? initial() : from;
    double best = Double.POSITIVE_INFINITY;
    int sinceBest = 0;
    try (PpoUpdater updater = new PpoUpdater(start, settings.seed())) {
      for (int update = (int) start.updates(); update < settings.updates(); update++) {
        step(updater, update, listener);
        boolean last = update + 1 == settings.updates();
        if ((update + 1) % settings.validateEvery() == 0 || last) {
          Model model = model(updater);
          double percent = validation.percentOfHashing(model);
          sinceBest = percent < best ? 0 : sinceBest + 1;
          best = Math.min(best, percent);
          listener.validated((update + 1) * settings.rollouts(), percent, sinceBest == 0, model);
          listener.checkpoint(updater.state());
          if (settings.patience() > 0 && sinceBest >= settings.patience()) {
            break;
          }
        }
      }
      return updater.state();
    }
  }

  private TrainingState initial() {
    RandomGenerator random = Seeds.generator(settings.seed());
    int width = settings.schema().width();
    return TrainingState.of(
        ScoreNetwork.random(width, random, settings.outputScale()),
        ScoreNetwork.random(width, random));
  }

  private Model model(PpoUpdater updater) {
    return new Model(settings.schema(), scaler, updater.actor(), updater.critic(), Map.of());
  }

  private void step(PpoUpdater updater, int update, TrainingListener listener) {
    WorkloadShape shape = shapes.get(update % shapes.size());
    int draw = settings.sameArrivals() ? 0 : update / shapes.size();
    Workload workload = source.workload(shape, draw, 0);
    List<Rollouts.Episode> episodes = new ArrayList<>();
    for (int r = 0; r < settings.rollouts(); r++) {
      episodes.add(new Rollouts.Episode(workload, Seeds.mix(settings.seed(), update, r)));
    }
    List<Trajectory> trajectories = rollouts.sample(model(updater), episodes);
    UpdateStats stats = updater.update(batch(trajectories, updater.critic()), settings.ppo(update));
    List<TrainingListener.Episode> told = new ArrayList<>();
    for (Trajectory trajectory : trajectories) {
      double total = trajectory.totalReward();
      told.add(
          new TrainingListener.Episode(
              update * settings.rollouts() + told.size(),
              shape.name(),
              total,
              -total / trajectory.steps()));
    }
    listener.updated(told, stats);
  }

  private Batch batch(List<Trajectory> trajectories, ScoreNetwork critic) {
    List<double[]> returns = new ArrayList<>();
    for (Trajectory trajectory : trajectories) {
      returns.add(trajectory.returnsToGo(settings.horizonSeconds()));
    }
    List<double[]> baselines =
        settings.baseline() == Baseline.REPLICA
            ? Returns.replicaBaselines(returns)
            : Returns.criticBaselines(trajectories, critic);
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
