package io.faasrank.testbed.learn;

import io.faasrank.event.Placed;
import io.faasrank.event.PolicySaid;
import io.faasrank.loadbalancer.decision.Choice;
import io.faasrank.loadbalancer.model.Served;
import io.faasrank.policy.Decision;
import io.faasrank.policy.Scorer;
import io.faasrank.simulation.ExplainedDecision;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A decision of a log, made once more and explained.
 *
 * @param explained with the invoker that the policy chose then, where it is a candidate again
 * @param first number of the invoker at position 0
 * @param exact whether it saw what it saw then, to the bit
 */
public record RebuiltDecision(ExplainedDecision explained, int first, boolean exact) {

  /**
   * Rebuilds the decisions on some activations.
   *
   * @param other number of an invoker that is compared with the chosen one in any case
   * @return by id; without those of which the log has no decision, not the start of its controller,
   *     or not the model
   * @throws io.faasrank.event.EventsRefusedException when a file is damaged
   */
  public static Map<String, RebuiltDecision> of(
      LoggedActivations log, Set<String> activationIds, Optional<Integer> other)
      throws IOException {
    Map<String, RebuiltDecision> found = new HashMap<>();
    Map<String, Rebuilding> controllers = new HashMap<>();
    log.batches(
        batch -> {
          if (found.size() < activationIds.size()) {
            controllers
                .computeIfAbsent(
                    batch.controller(), name -> new Rebuilding(activationIds, other, found))
                .replay
                .take(batch);
          }
        });
    controllers.values().forEach(each -> each.replay.end());
    return found;
  }

  /** Replays the log of one controller. */
  private static final class Rebuilding {

    private final Set<String> wanted;
    private final Optional<Integer> other;
    private final Map<String, RebuiltDecision> found;
    private final ServedModels models = new ServedModels((model, scorer) -> keepingRows(scorer));
    private final LogReplay replay = new LogReplay(models, this::decided);

    Rebuilding(Set<String> wanted, Optional<Integer> other, Map<String, RebuiltDecision> found) {
      this.wanted = wanted;
      this.other = other;
      this.found = found;
    }

    private static Scorer keepingRows(Scorer scorer) {
      return (view, action, decision) -> {
        decision.keepRows(true);
        scorer.score(view, action, decision);
      };
    }

    private void decided(Placed placed, @Nullable Choice again, boolean exact) {
      PolicySaid said = placed.said();
      if (said == null || again == null || !wanted.contains(placed.activationId())) {
        return;
      }
      Decision decision = replay.decision();
      int first = again.invoker() - decision.chosen();
      int then = ExplainedDecision.index(decision, said.invoker() - first);
      Served served = models.find(said.model());
      found.put(
          placed.activationId(),
          new RebuiltDecision(
              ExplainedDecision.of(
                  served == null ? null : served.model(),
                  decision,
                  then == Decision.NONE ? decision.chosenIndex() : then,
                  other.map(number -> number - first).orElse(Decision.NONE)),
              first,
              exact));
    }
  }
}
