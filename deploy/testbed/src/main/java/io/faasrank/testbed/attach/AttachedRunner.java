package io.faasrank.testbed.attach;

import io.faasrank.experiment.EpisodeRunner;
import io.faasrank.experiment.ExperimentFailedException;
import io.faasrank.report.EpisodeRecords;
import io.faasrank.report.Remarks;
import io.faasrank.report.placement.PlacementMap;
import io.faasrank.simulation.Completion;
import io.faasrank.simulation.EpisodeRecord;
import io.faasrank.simulation.EpisodeRecorder;
import io.faasrank.simulation.EpisodeResult;
import io.faasrank.simulation.ExplainedDecision;
import io.faasrank.testbed.invoker.EmulatedInvoker;
import io.faasrank.testbed.invoker.FleetContainers;
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
  private final ControllerLog log;
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
   * @param log tells why they went where they went, where there is one
   */
  public AttachedRunner(
      AttachedCluster cluster,
      LiveReplay replay,
      ModeControl modes,
      WorkloadSource arrivals,
      AttachWatch watch,
      @Nullable ControllerMetrics metrics,
      ControllerLog log) {
    this.cluster = cluster;
    this.replay = replay;
    this.modes = modes;
    this.arrivals = arrivals;
    this.watch = watch;
    this.metrics = metrics;
    this.log = log;
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
    EpisodeRecorder recorder = EpisodeRecorder.upTo(PlacementMap.MOST_ACTIVATIONS, null);
    recorder.began(new FleetContainers(cluster.fleet(), arriving.functions()));
    LiveResult result = shown(policy, arriving, recorder);
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
      first.put(List.of(policy, workload), record(arriving, result, recorder));
    }
    return episode;
  }

  /** The invokers by position; what ran on others than ours is in no picture. */
  private EpisodeRecord record(Workload workload, LiveResult result, EpisodeRecorder recorder) {
    List<EmulatedInvoker> ours = cluster.fleet().invokers();
    int firstNumber = ours.get(0).number();
    List<Completion> shown = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < result.completions().size(); i++) {
      Completion each = result.completions().get(i);
      int position = each.invoker() - firstNumber;
      if (each.invoker() != LiveResult.ELSEWHERE && position >= 0 && position < ours.size()) {
        shown.add(each.onInvoker(position));
        ids.add(result.activationIds().get(i));
      }
    }
    return recorder
        .record(
            ours.stream().map(EmulatedInvoker::size).toList(),
            workload.functions(),
            new EpisodeResult(shown))
        .withDecisions(decisions(ids, firstNumber));
  }

  /** Some of the decisions, evenly spread, by index of the activation. */
  private Map<Integer, ExplainedDecision> decisions(List<String> ids, int firstNumber) {
    int step = 1 + ids.size() / PlacementMap.MOST_ACTIVATIONS;
    int stride = Integer.highestOneBit(2 * step - 1);
    Map<String, Integer> wanted = new HashMap<>();
    for (int i = 0; i < ids.size(); i += stride) {
      wanted.put(ids.get(i), i);
    }
    Map<Integer, ExplainedDecision> decisions = new HashMap<>();
    log.decisions(wanted.keySet())
        .forEach(
            (id, each) -> {
              Integer index = wanted.get(id);
              if (index != null) {
                decisions.put(index, each.explained().moved(each.first() - firstNumber));
              }
            });
    return decisions;
  }

  @Override
  public Optional<EpisodeRecord> of(
      String policy, String workload, int repetition, int activation) {
    return repetition > 0 || activation != SOME
        ? Optional.empty()
        : Optional.ofNullable(first.get(List.of(policy, workload)));
  }

  private LiveResult shown(String policy, Workload workload, EpisodeRecorder recorder) {
    Runnable end = watch.begin(policy, workload);
    try {
      return replay.run(workload, recorder);
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
