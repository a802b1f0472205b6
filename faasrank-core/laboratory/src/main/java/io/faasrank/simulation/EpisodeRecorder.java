package io.faasrank.simulation;

import io.faasrank.model.Model;
import io.faasrank.policy.Decision;
import io.faasrank.policy.Explanation;
import io.faasrank.policy.FeatureEffect;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Records an episode while it runs: explains decisions and looks where containers are. When there
 * are more decisions than wanted every second one is dropped, so that they spread evenly.
 */
public final class EpisodeRecorder implements EpisodeObserver {

  /** Other candidates that a decision is explained against. Chosen: what a table shows. */
  private static final int MOST_OTHERS = 12;

  private final @Nullable Model model;
  private final int most;
  private final int only;
  private final Map<Integer, ExplainedDecision> decisions = new TreeMap<>();
  private final ContainerSamples containers = new ContainerSamples();
  private @Nullable ContainerCounts cluster;
  private int count;
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
  void began(ContainerCounts counts) {
    cluster = counts;
  }

  @Override
  public void decided(double seconds, Decision decision) {
    int id = count++;
    if (only >= 0 ? id == only : id % stride == 0) {
      if (decision.count() > 0) {
        decisions.put(id, explained(decision));
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

  private ExplainedDecision explained(Decision decision) {
    int index = decision.chosenIndex();
    if (model == null) {
      return new ExplainedDecision(Explanation.of(decision, index), Map.of());
    }
    Explanation explanation = Explanation.of(model, decision, index);
    Map<Integer, List<FeatureEffect>> against = new HashMap<>();
    for (Explanation.Candidate other : explanation.ranking()) {
      if (against.size() < MOST_OTHERS && other.position() != explanation.chosen().position()) {
        against.put(
            other.position(),
            Explanation.against(model, decision, index, index(decision, other.position())));
      }
    }
    return new ExplainedDecision(explanation, against);
  }

  private static int index(Decision decision, int position) {
    int index = 0;
    while (decision.candidates()[index] != position) {
      index++;
    }
    return index;
  }

  /** By index of the activation. */
  Map<Integer, ExplainedDecision> decisions() {
    return decisions;
  }

  ContainerSamples containers() {
    return containers;
  }
}
