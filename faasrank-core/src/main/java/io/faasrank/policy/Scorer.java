package io.faasrank.policy;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.ClusterView;

/**
 * Stage 5 of 12: gives each candidate invoker a score; higher is better. Safe for use by several
 * threads, each with its own {@link Decision}.
 */
public interface Scorer {

  /**
   * Fills {@link Decision#scores()} for the decision's candidates. Every score must be a number.
   */
  void score(ClusterView view, Action action, Decision decision);
}
