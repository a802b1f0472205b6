package io.faasrank.testbed.train;

import io.faasrank.event.Placed;
import io.faasrank.event.PolicySaid;
import io.faasrank.experiment.ExperimentFailedException;
import io.faasrank.feature.FeatureSchema;
import io.faasrank.training.LoggedRollout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The activations of one episode that the log has told of. */
public final class EpisodeGathering {

  private static final double MILLIS_PER_SECOND = 1000;

  private final Set<String> functions;
  private final List<EpisodeActivation> activations = new ArrayList<>();
  private final Map<String, EpisodeActivation> byId = new HashMap<>();

  EpisodeGathering(Set<String> functions) {
    this.functions = functions;
  }

  boolean isOf(Placed placed) {
    String name = placed.action().name();
    return functions.contains(name.substring(name.lastIndexOf('/') + 1));
  }

  EpisodeActivation add(Placed placed, double epochMillis) {
    EpisodeActivation activation = new EpisodeActivation(placed, epochMillis);
    activations.add(activation);
    byId.put(placed.activationId(), activation);
    return activation;
  }

  @Nullable EpisodeActivation find(Placed placed) {
    return byId.get(placed.activationId());
  }

  /** Activations in the order in which the log told of them. */
  List<EpisodeActivation> activations() {
    return activations;
  }

  /** Activations that have ended. */
  int ended() {
    return (int) activations.stream().filter(each -> !Double.isNaN(each.endMillis())).count();
  }

  /**
   * The episode to learn from. Only what a draw of the acting model placed, and what could be
   * rebuilt to the bit, is a step to learn from.
   *
   * @param digest of the acting model
   * @param scale virtual seconds in a real one
   * @throws ExperimentFailedException when a policy placed that draws nothing
   */
  public LoggedRollout rollout(FeatureSchema schema, String digest, double scale) {
    double start =
        activations.stream().mapToDouble(EpisodeActivation::placedMillis).min().orElse(0);
    LoggedRollout rollout = new LoggedRollout(schema);
    for (EpisodeActivation each : activations) {
      double seconds = (each.placedMillis() - start) / MILLIS_PER_SECOND * scale;
      double end = (each.endMillis() - start) / MILLIS_PER_SECOND * scale;
      PolicySaid said = each.said();
      if (said != null && !said.policy().equals(LoopSystem.POLICY)) {
        throw new ExperimentFailedException(
            "controllers place by policy %s, from whose choices nothing can be learnt; they need"
                    .formatted(said.policy())
                + " faasrank.policy = "
                + LoopSystem.POLICY);
      }
      if (said != null && said.model().equals(digest) && each.canBeLearntFrom()) {
        rollout.drawn(seconds, each.rows(), each.position(), each.propensity(), end);
      } else {
        rollout.placed(seconds, end);
      }
    }
    return rollout;
  }
}
