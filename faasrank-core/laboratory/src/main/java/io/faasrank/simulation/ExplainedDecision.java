package io.faasrank.simulation;

import io.faasrank.model.Model;
import io.faasrank.policy.Decision;
import io.faasrank.policy.Explanation;
import io.faasrank.policy.FeatureEffect;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why an activation went where it went.
 *
 * @param explanation the candidates and what moved the chosen one's score
 * @param against by position of another candidate, what sets its score apart from the chosen one's;
 *     empty for a policy that encodes no rows
 */
public record ExplainedDecision(
    Explanation explanation, Map<Integer, List<FeatureEffect>> against) {

  /** Other candidates that a decision is explained against. Chosen: what a table shows. */
  private static final int MOST_OTHERS = 12;

  public ExplainedDecision {
    against = Map.copyOf(against);
  }

  /**
   * Explains a decision, before it is used again: by its scores alone where there is no model, or
   * where the rows were not kept.
   *
   * @param model that scored it; null for a rule
   * @param index the chosen candidate's
   * @param other position of a candidate that is explained in any case; {@link Decision#NONE} for
   *     none
   */
  public static ExplainedDecision of(
      @Nullable Model model, Decision decision, int index, int other) {
    if (model == null || decision.encodedRows().length == 0) {
      return new ExplainedDecision(Explanation.of(decision, index), Map.of());
    }
    Explanation explanation = Explanation.of(model, decision, index);
    Map<Integer, List<FeatureEffect>> against = new HashMap<>();
    int shown = 0;
    for (Explanation.Candidate each : explanation.ranking()) {
      boolean chosen = each.position() == explanation.chosen().position();
      if (!chosen && (shown++ < MOST_OTHERS || each.position() == other)) {
        against.put(
            each.position(),
            Explanation.against(model, decision, index, index(decision, each.position())));
      }
    }
    return new ExplainedDecision(explanation, against);
  }

  /** The same with other numbers for the invokers: each moved by so many. */
  public ExplainedDecision moved(int by) {
    Map<Integer, List<FeatureEffect>> moved = new HashMap<>();
    against.forEach((position, effects) -> moved.put(position + by, effects));
    return new ExplainedDecision(
        new Explanation(
            explanation.ranking().stream().map(each -> moved(each, by)).toList(),
            moved(explanation.chosen(), by),
            explanation.effects(),
            explanation.overloaded()),
        moved);
  }

  private static Explanation.Candidate moved(Explanation.Candidate each, int by) {
    return new Explanation.Candidate(each.position() + by, each.score(), each.probability());
  }

  /** Index of the candidate at a position of the view; {@link Decision#NONE} where it is none. */
  public static int index(Decision decision, int position) {
    for (int i = 0; i < decision.count(); i++) {
      if (decision.candidates()[i] == position) {
        return i;
      }
    }
    return Decision.NONE;
  }
}
