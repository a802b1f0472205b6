package io.faasrank.simulation;

import io.faasrank.model.Model;
import io.faasrank.policy.Decision;
import io.faasrank.workload.FunctionProfile;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Records an episode while it runs: explains decisions and looks where containers are. When there
 * are more decisions than wanted every second one is dropped, so that they spread evenly.
 */
public final class EpisodeRecorder implements EpisodeObserver {

  private final @Nullable Model model;
  private final int most;
  private final int only;
  private final Map<Integer, ExplainedDecision> decisions = new TreeMap<>();
  private final ContainerSamples containers = new ContainerSamples();
  private @Nullable ContainerCounts cluster;
  private int stride = 1;

  private EpisodeRecorder(@Nullable Model model, int most, int only) {
    this.model = model;
    this.most = most;
    this.only = only;
  }

  /**
   * Explains so many decisions at most.
   *
   * @param model of the policy; null for one that has none
   */
  public static EpisodeRecorder upTo(int most, @Nullable Model model) {
    return new EpisodeRecorder(model, most, -1);
  }

  /** Explains one decision. */
  public static EpisodeRecorder of(int decision, @Nullable Model model) {
    return new EpisodeRecorder(model, 1, decision);
  }

  /** The episode begins on this cluster. */
  public void began(ContainerCounts counts) {
    cluster = counts;
  }

  @Override
  public void decided(int activation, double seconds, Decision decision) {
    if (only >= 0 ? activation == only : activation % stride == 0) {
      if (decision.count() > 0) {
        decisions.put(
            activation,
            ExplainedDecision.of(model, decision, decision.chosenIndex(), Decision.NONE));
      }
      if (only < 0 && decisions.size() > most) {
        stride *= 2;
        decisions.keySet().removeIf(each -> each % stride != 0);
      }
    }
    look(seconds);
  }

  @Override
  public void completed(double seconds) {
    look(seconds);
  }

  private void look(double seconds) {
    if (cluster != null) {
      containers.changed(seconds, cluster);
    }
  }

  /** The record of the episode that has ended, with what was kept of it. */
  public EpisodeRecord record(
      List<InvokerSettings> invokers, List<FunctionProfile> functions, EpisodeResult episode) {
    return new EpisodeRecord(
        invokers, functions, episode.completions(), decisions, containers.samples());
  }
}
