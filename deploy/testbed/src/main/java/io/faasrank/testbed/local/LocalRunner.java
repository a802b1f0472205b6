package io.faasrank.testbed.local;

import io.faasrank.experiment.Contender;
import io.faasrank.experiment.EpisodeRunner;
import io.faasrank.experiment.ExperimentFailedException;
import io.faasrank.experiment.ExperimentSettings;
import io.faasrank.model.ShippedModel;
import io.faasrank.report.EpisodeRecords;
import io.faasrank.report.Remarks;
import io.faasrank.report.placement.PlacementMap;
import io.faasrank.simulation.EpisodeRecord;
import io.faasrank.simulation.EpisodeRecorder;
import io.faasrank.simulation.EpisodeResult;
import io.faasrank.simulation.InvokerSettings;
import io.faasrank.testbed.controller.ReplayResult;
import io.faasrank.testbed.invoker.TimeScale;
import io.faasrank.workload.Seeds;
import io.faasrank.workload.Workload;
import io.faasrank.workload.WorkloadSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Runs each episode on a cluster of its own, one at a time, on the same arrivals and under the same
 * seeds as the simulator.
 */
public final class LocalRunner implements EpisodeRunner, EpisodeRecords {

  /** Chosen: a tenth of a usual completion time. */
  private static final double LATE_SECONDS = 2;

  /** Activations until the JVM has compiled the code they pass through; a second or two. */
  private static final int WARM_UP = 100;

  /**
   * Messages take up to so long in real time, which counts as waiting. Chosen: several times what
   * they take on a machine that is not busy.
   */
  private static final double MESSAGE_SECONDS = 0.02;

  private final LocalServers servers;
  private final List<InvokerSettings> sizes;
  private final TimeScale scale;
  private final ExperimentSettings settings;
  private final WorkloadSource arrivals;
  private final LocalWatch watch;
  private final Map<List<String>, EpisodeRecord> first = new HashMap<>();
  private final List<String> notes = new ArrayList<>();
  private double latestSeconds;
  private int episodes;

  /** Called for each episode, so that it can be shown. */
  @FunctionalInterface
  public interface LocalWatch {
    /**
     * An episode begins.
     *
     * @return what is called at its end
     */
    Runnable begin(String policy, Workload workload, LocalCluster cluster);
  }

  /**
   * @param settings whose invokers, model, candidates and seed count
   */
  public LocalRunner(
      LocalServers servers,
      TimeScale scale,
      ExperimentSettings settings,
      WorkloadSource arrivals,
      LocalWatch watch) {
    this.servers = servers;
    this.sizes = InvokerSettings.parseCluster(settings.invokers());
    this.scale = scale;
    this.settings = settings;
    this.arrivals = arrivals;
    this.watch = watch;
  }

  /** Runs activations under the policy until the code they pass through is compiled. */
  public void warmUp(String policy) {
    try (LocalCluster cluster = cluster(policy, 0)) {
      cluster.warmUp(WARM_UP, recorder(policy));
    }
  }

  /**
   * @throws ExperimentFailedException when an activation did not complete, so that episodes could
   *     not be compared
   */
  @Override
  public EpisodeResult run(String policy, String workload, int repetition, int again) {
    Workload arriving = arrivals.workload(workload, repetition, again);
    long seed = Seeds.mix(settings.seed(), Seeds.key(workload), repetition, again);
    try (LocalCluster cluster = cluster(policy, seed)) {
      Runnable end = watch.begin(policy, arriving, cluster);
      EpisodeRecorder recorder = recorder(policy);
      ReplayResult result;
      try {
        result = cluster.run(arriving, recorder);
      } finally {
        end.run();
      }
      if (!result.complete()) {
        throw new ExperimentFailedException(
            "%s under %s: not every activation completed: %s system errors, %s timed out, %s refused,"
                    .formatted(
                        workload,
                        policy,
                        result.systemErrors(),
                        result.timedOut(),
                        result.refused())
                + " %s unfinished".formatted(result.unfinished()));
      }
      latestSeconds = Math.max(latestSeconds, result.latestSeconds());
      if (cluster.fallbacks() > 0) {
        notes.add(
            "%s under %s: hashing placed %s activations, since the policy could not in time"
                .formatted(workload, policy, cluster.fallbacks()));
      }
      if (repetition == 0 && again == 0) {
        first.put(
            List.of(policy, workload),
            recorder
                .record(sizes, arriving.functions(), result.episode())
                .withMessages(MESSAGE_SECONDS * scale.virtualPerReal()));
      }
      return result.episode();
    }
  }

  /** Every episode is recorded, so that recording tells none of them apart. */
  private EpisodeRecorder recorder(String policy) {
    return EpisodeRecorder.upTo(
        PlacementMap.MOST_ACTIVATIONS,
        Contender.of(policy).learned() ? ShippedModel.open(settings.model()) : null);
  }

  @Override
  public Optional<EpisodeRecord> of(
      String policy, String workload, int repetition, int activation) {
    return repetition > 0 || activation != SOME
        ? Optional.empty()
        : Optional.ofNullable(first.get(List.of(policy, workload)));
  }

  private LocalCluster cluster(String policy, long seed) {
    return LocalCluster.start(
        servers,
        "e" + episodes++ + ".",
        sizes,
        scale,
        policy,
        settings.model(),
        settings.candidates(),
        settings.controllers(),
        seed,
        Map.of());
  }

  /** What the tables do not say of the episodes so far; nothing when all went well. */
  public Remarks remarks() {
    List<String> unsound = new ArrayList<>();
    if (latestSeconds > LATE_SECONDS) {
      unsound.add(
          String.format(
              Locale.ROOT,
              "a submission was %.1f scaled seconds late: this machine is too slow for scale %s",
              latestSeconds,
              scale.virtualPerReal()));
    }
    return new Remarks(unsound, notes);
  }
}
