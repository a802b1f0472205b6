package io.faasrank.simulation;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.ClusterView;
import io.faasrank.policy.Decision;
import java.util.SplittableRandom;

/**
 * Decides where an activation of an episode goes: a policy, or a balancer that cannot be written as
 * one.
 */
interface EpisodeBalancer {

  /**
   * The invoker's number, or {@link Decision#NONE}.
   *
   * @param decision to fill where there is one
   */
  int invoker(ClusterView view, Action action, Decision decision, SplittableRandom random);
}
