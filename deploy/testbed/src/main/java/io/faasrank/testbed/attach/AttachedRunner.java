package io.faasrank.testbed.attach;

import io.faasrank.experiment.EpisodeRunner;
import io.faasrank.experiment.ExperimentFailedException;
import io.faasrank.report.EpisodeRecords;
import io.faasrank.report.Remarks;
import io.faasrank.simulation.Completion;
import io.faasrank.simulation.EpisodeRecord;
import io.faasrank.simulation.EpisodeResult;
import io.faasrank.testbed.invoker.EmulatedInvoker;
import io.faasrank.workload.Workload;
import io.faasrank.workload.WorkloadSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs episodes on an attached cluster, one at a time; a policy is a mode of FaaSRank. */
public final class AttachedRunner implements EpisodeRunner, EpisodeRecords {

  /** Policy name of an episode in the mode in force, whichever it is. */
  public static final String UNCHANGED = "as it is";

  /** Chosen: a tenth of a usual completion time. */
  private static final double LATE_SECONDS = 2;

  private final AttachedCluster cluster;
  private final LiveReplay replay;
  private final ModeControl modes;
  private final WorkloadSource arrivals;
  private final AttachWatch watch;
  private final @Nullable ControllerMetrics metrics;
  private final Map<List<String>, EpisodeRecord> first = new HashMap<>();
  private final List<LiveResult> results = new ArrayList<>();
  private final Map<String, DecisionCounts> placed = new LinkedHashMap<>();

  /** Called for each episode, so that it can be shown. */
  @FunctionalInterface
  public interface AttachWatch {
    /**
     * An episode begins.
     *
     * @return what is called at its end
     */
    Runnable begin(String policy, Workload workload);
  }

  /**
   * @param modes sets the mode before an episode whose policy is one
   * @param metrics tell who placed the activations; null where nobody asks
   */
  public AttachedRunner(
      AttachedCluster cluster,
      LiveReplay replay,
      ModeControl modes,
      WorkloadSource arrivals,
      AttachWatch watch,
      @Nullable ControllerMetrics metrics) {
    this.cluster = cluster;
    this.replay = replay;
    this.modes = modes;
    this.arrivals = arrivals;
    this.watch = watch;
    this.metrics = metrics;
  }

  /**
   * As in a simulation the cluster begins without containers; unlike there, a replay has the same
   * arrivals to the millisecond.
   *
   * @throws ExperimentFailedException when no activation completed
   */
  @Override
  public EpisodeResult run(String policy, String workload, int repetition, int again) {
    Workload arriving = arrivals.workload(workload, repetition, 0);
    if (!policy.equals(UNCHANGED)) {
      modes.set(policy);
    }
    cluster.renew();
    DecisionCounts before = metrics == null ? DecisionCounts.none() : metrics.read();
    LiveResult result = shown(policy, arriving);
    if (metrics != null) {
      DecisionCounts counts = metrics.since(before, arriving.arrivals().size());
      placed.merge(policy, counts, DecisionCounts::plus);
    }
    if (result.completions().isEmpty()) {
      throw new ExperimentFailedException("no activation completed: " + result.firstFailure());
    }
    results.add(result);
    EpisodeResult episode = EpisodeResult.of(result.completions(), arriving.functions());
    if (repetition == 0 && again == 0) {
      first.put(List.of(policy, workload), record(arriving, result.completions()));
    }
    return episode;
  }

  /** The invokers by position; what ran on others than ours is in no picture. */
  private EpisodeRecord record(Workload workload, List<Completion> completions) {
    List<EmulatedInvoker> ours = cluster.fleet().invokers();
    Map<Integer, Integer> positions = new HashMap<>();
    for (int i = 0; i < ours.size(); i++) {
      positions.put(ours.get(i).number(), i);
    }
    return new EpisodeRecord(
        ours.stream().map(EmulatedInvoker::size).toList(),
        workload.functions(),
        new EpisodeResult(
            completions.stream()
                .filter(each -> positions.containsKey(each.invoker()))
                .map(each -> each.onInvoker(positions.getOrDefault(each.invoker(), 0)))
                .toList()));
  }

  @Override
  public Optional<EpisodeRecord> of(
      String policy, String workload, int repetition, int activation) {
    return repetition > 0 || activation != SOME
        ? Optional.empty()
        : Optional.ofNullable(first.get(List.of(policy, workload)));
  }

  private LiveResult shown(String policy, Workload workload) {
    Runnable end = watch.begin(policy, workload);
    try {
      return replay.run(workload);
    } finally {
      end.run();
    }
  }

  /** What the tables do not say of the episodes so far. */
  public Remarks remarks() {
    List<String> notes = new ArrayList<>();
    placed.forEach(
        (policy, counts) ->
            notes.add(
                (policy.equals(UNCHANGED) ? "" : "in mode " + policy + " ")
                    + counts.placed()
                    + " activations placed: "
                    + counts));
    if (metrics != null) {
      metrics
          .silent()
          .forEach(page -> notes.add(page + " stopped answering; its last counts are used"));
    }
    return new Remarks(unsound(), notes);
  }

  private List<String> unsound() {
    List<String> unsound = new ArrayList<>();
    int failed = results.stream().mapToInt(LiveResult::failed).sum();
    long elsewhere = results.stream().mapToLong(LiveResult::elsewhere).sum();
    double latest = results.stream().mapToDouble(LiveResult::latestSeconds).max().orElse(0);
    if (failed > 0) {
      String first =
          results.stream()
              .filter(result -> result.failed() > 0)
              .map(result -> String.valueOf(result.firstFailure()))
              .findFirst()
              .orElse("");
      unsound.add(failed + " activations failed and are left out, the first: " + first);
    }
    if (elsewhere > 0) {
      unsound.add(elsewhere + " activations were run by invokers that are not emulated");
    }
    if (latest > LATE_SECONDS) {
      unsound.add(
          String.format(
              Locale.ROOT,
              "a submission was %.1f s late: this machine is too slow for the workload",
              latest));
    }
    return unsound;
  }
}
