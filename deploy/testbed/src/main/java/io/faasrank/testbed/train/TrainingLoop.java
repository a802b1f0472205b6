package io.faasrank.testbed.train;

import io.faasrank.experiment.ExperimentFailedException;
import io.faasrank.loadbalancer.model.ModelBytes;
import io.faasrank.model.Model;
import io.faasrank.model.ModelFile;
import io.faasrank.report.TrainingRow;
import io.faasrank.simulation.EpisodeResult;
import io.faasrank.training.LoggedRollout;
import io.faasrank.training.OnlineTrainer;
import io.faasrank.training.TrainingSettings;
import io.faasrank.training.UpdateStats;
import io.faasrank.workload.FunctionProfile;
import io.faasrank.workload.Workload;
import io.faasrank.workload.WorkloadSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Algorithm 1 of the paper on a running system. Before each update the acting model is published,
 * and nothing begins until all controllers serve it; then the system goes through the episodes of
 * one task, each decision a draw from the softmax. Rows and propensities come from the log, rewards
 * from its times (Eq. 8), and the update from the same classes as in the simulator.
 */
public final class TrainingLoop {

  /** Least share of an episode's activations that must be learnt from. Chosen. */
  private static final double LEAST_LEARNT = 0.1;

  /**
   * Largest deviation of a probability by the rebuilt rows from that in the log. Rounding alone
   * leaves less than a tenth of it.
   */
  private static final double MOST_DEVIATION = 1e-3;

  private final LoopSystem system;
  private final EpisodeLog log;
  private final ModelPublisher publisher;
  private final OnlineTrainer trainer;
  private final TrainingSettings settings;
  private final List<String> workloads;
  private final WorkloadSource arrivals;
  private final Map<String, String> metadata;
  private long activations;
  private long learnt;

  /**
   * @param workloads names, which take turns
   * @param metadata of the models, how they came to be
   */
  public TrainingLoop(
      LoopSystem system,
      EpisodeLog log,
      ModelPublisher publisher,
      OnlineTrainer trainer,
      TrainingSettings settings,
      List<String> workloads,
      WorkloadSource arrivals,
      Map<String, String> metadata) {
    this.system = system;
    this.log = log;
    this.publisher = publisher;
    this.trainer = trainer;
    this.settings = settings;
    this.workloads = List.copyOf(workloads);
    this.arrivals = arrivals;
    this.metadata = Map.copyOf(metadata);
  }

  /** Activations of all episodes so far. */
  public long activations() {
    return activations;
  }

  /** Of these, those learnt from: drawn by the acting model, and rebuilt to the bit. */
  public long learnt() {
    return learnt;
  }

  /**
   * Trains.
   *
   * @param listener hears of each episode, once its update is done
   */
  public void run(Consumer<TrainingRow> listener) {
    while (trainer.updates() < settings.updates()) {
      update(trainer.updates(), listener);
    }
  }

  private void update(int update, Consumer<TrainingRow> listener) {
    String name = workloads.get(update % workloads.size());
    int draw = settings.sameArrivals() ? 0 : update / workloads.size();
    Workload workload = arrivals.workload(name, draw, 0);
    Model model = trainer.acting(metadata);
    byte[] bytes = ModelFile.toBytes(model);
    String digest = ModelBytes.digest(bytes);
    publisher.publish("training, update " + update, bytes);
    system.awaitServed(digest);
    List<LoggedRollout> rollouts = new ArrayList<>();
    List<EpisodeResult> results = new ArrayList<>();
    for (int r = 0; r < settings.rollouts(); r++) {
      results.add(episode(workload, digest, rollouts));
    }
    UpdateStats stats = trainer.update(rollouts);
    if (!(stats.firstRatioDeviation() < MOST_DEVIATION)) {
      throw new ExperimentFailedException(
          "the rows rebuilt from the log do not give the probabilities in it: the model and the log"
              + " differ by a factor of up to "
              + (1 + stats.firstRatioDeviation()));
    }
    for (int r = 0; r < rollouts.size(); r++) {
      listener.accept(
          new TrainingRow(
              update * settings.rollouts() + r + 1,
              update + 1,
              name,
              rollouts.get(r).totalReward(),
              results.get(r).meanCompletionTime(),
              stats.policyLoss(),
              stats.valueLoss(),
              stats.approximateKl(),
              stats.clipFraction(),
              stats.entropy(),
              stats.explainedVariance(),
              stats.actorGradientNorm(),
              Double.NaN));
    }
  }

  private EpisodeResult episode(Workload workload, String digest, List<LoggedRollout> rollouts) {
    system.renew();
    log.begin(
        workload.functions().stream()
            .map(FunctionProfile::name)
            .collect(Collectors.toUnmodifiableSet()));
    EpisodeResult result = system.run(workload);
    LoggedRollout rollout =
        log.end(workload.arrivals().size()).rollout(settings.schema(), digest, system.scale());
    activations += rollout.size();
    learnt += rollout.learntFrom();
    if (rollout.learntFrom() < LEAST_LEARNT * rollout.size()) {
      throw new ExperimentFailedException(
          "of %s activations of an episode only %s can be learnt from: the others were placed by"
                  .formatted(rollout.size(), rollout.learntFrom())
              + " hashing or another model, or what their decisions saw could not be rebuilt");
    }
    rollouts.add(rollout);
    return result;
  }
}
