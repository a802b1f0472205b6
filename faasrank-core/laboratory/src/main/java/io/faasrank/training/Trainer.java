package io.faasrank.training;

import io.faasrank.feature.Scaler;
import io.faasrank.model.Model;
import io.faasrank.model.ScoreNetwork;
import io.faasrank.workload.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * Algorithm 1 of the paper. Each update runs some episodes of each of its tasks by sampling from
 * the actor's softmax (lines 3 and 4), takes their returns and baselines (lines 5 to 7) and lets
 * {@link PpoUpdater} move the networks (lines 8 and 9).
 *
 * <p>The same settings and sources give the same weights bit for bit, whatever the number of
 * threads.
 */
public final class Trainer {

  private final TrainingSettings settings;
  private final TaskSource source;
  private final Rollouts rollouts;
  private final Validation.Judge judge;
  private final Scaler scaler;
  private final Imitation imitation;
  private final @Nullable Model start;

  /**
   * Trains networks that begin at random.
   *
   * @param source tasks to train on
   * @param validation tasks to choose the model by
   * @param threads where episodes run
   */
  public Trainer(
      TrainingSettings settings,
      TaskSource source,
      Validation validation,
      ExecutorService threads) {
    this(settings, source, validation, threads, null);
  }

  /**
   * Trains on from a model, with its scaler. It is validated before the first update, so that what
   * is chosen is never worse on those tasks.
   *
   * @param start of the settings' schema; null to begin at random
   */
  public Trainer(
      TrainingSettings settings,
      TaskSource source,
      Validation validation,
      ExecutorService threads,
      @Nullable Model start) {
    if (start != null && !start.schema().equals(settings.schema())) {
      throw new IllegalArgumentException(
          "a model of schema %s cannot be trained on by settings of %s"
              .formatted(start.schema().schemaName(), settings.schema().schemaName()));
    }
    this.settings = settings;
    this.source = source;
    this.start = start;
    this.rollouts = new Rollouts(threads);
    this.judge = validation.with(rollouts);
    this.scaler =
        start == null
            ? ScalerLearning.learn(settings.schema(), source.scalerTasks(), settings.seed())
            : start.scaler();
    this.imitation = new Imitation(settings.schema(), scaler, validation.rules(), rollouts);
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
      if (start != null && update == 0) {
        at = validate(updater, 0, at, listener);
      }
      while (update < settings.updates() && !outOfPatience(at) && !listener.enough()) {
        step(updater, update++, listener);
        if (update % settings.validateEvery() == 0 || update == settings.updates()) {
          at = validate(updater, update, at, listener);
        }
      }
    }
    return at;
  }

  private Checkpoint begin() {
    TrainingState state =
        start == null
            ? TrainingState.random(settings)
            : TrainingState.of(start.actor(), start.critic());
    return new Checkpoint(state, scaler, Double.POSITIVE_INFINITY, 0);
  }

  private boolean outOfPatience(Checkpoint at) {
    return settings.patience() > 0 && at.sinceBest() >= settings.patience();
  }

  private Checkpoint validate(
      PpoUpdater updater, int updates, Checkpoint before, TrainingListener listener) {
    Model model = model(updater.averageActor(), updater);
    double percent = judge.percent(model);
    Checkpoint at = before.validated(updater.state(), percent);
    listener.validated(updates * settings.episodesPerUpdate(), percent, at.sinceBest() == 0, model);
    listener.checkpoint(at);
    return at;
  }

  private Model model(ScoreNetwork actor, PpoUpdater updater) {
    return new Model(settings.schema(), scaler, actor, updater.critic(), Map.of());
  }

  /** The libraries that decide what comes out, with their versions. */
  public static String libraries() {
    return TorchEngine.versions();
  }

  private void imitate(PpoUpdater updater, int update, TrainingListener listener) {
    List<Rollouts.Rollout> episodes = new ArrayList<>();
    for (Task task : source.tasks(update)) {
      episodes.add(new Rollouts.Rollout(task, episodeSeed(update, episodes.size(), 0)));
    }
    List<Trajectory> shown =
        imitation.demonstrations(episodes, settings.steps() * settings.rollouts());
    Batch.Builder batch = Batch.builder(settings.schema().width());
    imitation.add(shown, updater.actor(), batch);
    UpdateStats stats = updater.update(batch.build(), settings.ppo(update));
    listener.updated(told(update, episodes, shown), stats);
  }

  private void step(PpoUpdater updater, int update, TrainingListener listener) {
    if (update < settings.imitation()) {
      imitate(updater, update, listener);
      return;
    }
    List<Task> tasks = source.tasks(update);
    List<Rollouts.Rollout> episodes = new ArrayList<>();
    for (int k = 0; k < tasks.size(); k++) {
      for (int r = 0; r < settings.rollouts(); r++) {
        episodes.add(new Rollouts.Rollout(tasks.get(k), episodeSeed(update, k, r)));
      }
    }
    List<Trajectory> all =
        rollouts.sample(model(updater.actor(), updater), episodes, settings.steps());
    Batch.Builder batch = Batch.builder(settings.schema().width());
    double explained = 0;
    for (int k = 0; k < tasks.size(); k++) {
      int from = k * settings.rollouts();
      List<Trajectory> ofTask = all.subList(from, from + settings.rollouts());
      explained += CreditedSteps.add(settings, ofTask, updater.critic(), batch) / tasks.size();
    }
    UpdateStats stats = updater.update(batch.build(), settings.ppo(update));
    if (settings.baseline() == Baseline.REPLICA) {
      stats = stats.withExplainedVariance(explained);
    }
    listener.updated(told(update, episodes, all), stats);
  }

  private long episodeSeed(int update, int task, int rollout) {
    return task == 0
        ? Seeds.mix(settings.seed(), update, rollout)
        : Seeds.mix(settings.seed(), update, rollout, task);
  }

  private List<TrainingListener.Episode> told(
      int update, List<Rollouts.Rollout> episodes, List<Trajectory> trajectories) {
    List<TrainingListener.Episode> told = new ArrayList<>();
    for (int e = 0; e < episodes.size(); e++) {
      Trajectory trajectory = trajectories.get(e);
      told.add(
          new TrainingListener.Episode(
              update * settings.episodesPerUpdate() + e,
              episodes.get(e).task().name(),
              trajectory.totalReward(),
              trajectory.meanCompletionSeconds()));
    }
    return told;
  }
}
