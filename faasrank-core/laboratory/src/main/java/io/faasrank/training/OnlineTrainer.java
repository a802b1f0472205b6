package io.faasrank.training;

import io.faasrank.feature.Scaler;
import io.faasrank.model.Model;
import io.faasrank.model.ScoreNetwork;
import io.faasrank.workload.Seeds;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Algorithm 1 of the paper where a running system goes through the episodes: it serves {@link
 * #acting}, and what its log tells of the episodes of one task moves the networks as in {@link
 * Trainer}, by the same classes. Not thread-safe.
 */
public final class OnlineTrainer implements AutoCloseable {

  private final TrainingSettings settings;
  private final Scaler scaler;
  private final PpoUpdater updater;

  private OnlineTrainer(TrainingSettings settings, Scaler scaler, TrainingState state) {
    if (settings.tasks() != 1 || settings.imitation() != 0) {
      throw new IllegalArgumentException(
          "a running system has one task at a time and imitates nobody, expected tasks 1 and"
              + " imitation 0, found "
              + settings.tasks()
              + " and "
              + settings.imitation());
    }
    this.settings = settings;
    this.scaler = scaler;
    this.updater = new PpoUpdater(state, settings.seed());
  }

  /**
   * Begins with random weights.
   *
   * @param scalerTasks simulated, like what will be seen; the scaler is learnt from them, as when
   *     training in the simulator
   */
  public static OnlineTrainer random(TrainingSettings settings, List<Task> scalerTasks) {
    Scaler scaler = ScalerLearning.learn(settings.schema(), scalerTasks, settings.seed());
    return new OnlineTrainer(settings, scaler, TrainingState.random(settings));
  }

  /**
   * Begins with a model's actor and scaler, and a critic of random weights: what a model's critic
   * puts out is the return of other episodes.
   *
   * @throws IllegalArgumentException when it has another schema than the settings
   */
  public static OnlineTrainer from(TrainingSettings settings, Model model) {
    if (model.schema() != settings.schema()) {
      throw new IllegalArgumentException(
          "the model has schema "
              + model.schema().schemaName()
              + ", expected "
              + settings.schema().schemaName());
    }
    RandomGenerator random = Seeds.generator(settings.seed());
    ScoreNetwork critic = ScoreNetwork.random(settings.schema().width(), random::nextFloat);
    return new OnlineTrainer(settings, model.scaler(), TrainingState.of(model.actor(), critic));
  }

  /** Updates so far. */
  public int updates() {
    return (int) updater.state().updates();
  }

  /** The model whose draws the next episodes are to follow. */
  public Model acting(Map<String, String> metadata) {
    return model(updater.actor(), metadata);
  }

  /** The model to keep: the average of the actors, where the settings average. */
  public Model model(Map<String, String> metadata) {
    return model(
        settings.ppo().averaging() > 0 ? updater.averageActor() : updater.actor(), metadata);
  }

  private Model model(ScoreNetwork actor, Map<String, String> metadata) {
    return new Model(settings.schema(), scaler, actor, updater.critic(), metadata);
  }

  /**
   * Learns from episodes of the acting model.
   *
   * @param rollouts of the same arrivals, as many as the settings say, each of as many activations
   * @throws IllegalArgumentException when their numbers differ, or no step can be learnt from
   * @throws TrainingDivergedException when a number is none; the networks are then what they were
   */
  public UpdateStats update(List<LoggedRollout> rollouts) {
    if (rollouts.stream().mapToInt(LoggedRollout::size).distinct().count() != 1) {
      throw new IllegalArgumentException(
          "rollouts of one task have "
              + rollouts.stream().map(LoggedRollout::size).toList()
              + " activations, expected the same number");
    }
    Batch.Builder batch = Batch.builder(settings.schema().width());
    List<Trajectory> trajectories = rollouts.stream().map(LoggedRollout::trajectory).toList();
    double explained = CreditedSteps.add(settings, trajectories, updater.critic(), batch);
    UpdateStats stats = updater.update(batch.build(), settings.ppo(updates()));
    return settings.baseline() == Baseline.REPLICA ? stats.withExplainedVariance(explained) : stats;
  }

  @Override
  public void close() {
    updater.close();
  }
}
