package io.faasrank.simulation;

import io.faasrank.policy.Explanation;
import io.faasrank.policy.FeatureEffect;
import java.util.List;
import java.util.Map;

/**
 * Why an activation went where it went.
 *
 * @param explanation the candidates and what moved the chosen one's score
 * @param against by position of another candidate, what sets its score apart from the chosen one's;
 *     empty for a policy that encodes no rows
 */
public record ExplainedDecision(
    Explanation explanation, Map<Integer, List<FeatureEffect>> against) {

  public ExplainedDecision {
    against = Map.copyOf(against);
  }
}
