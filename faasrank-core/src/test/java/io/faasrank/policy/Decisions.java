package io.faasrank.policy;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.ClusterView;
import io.faasrank.cluster.FakeCluster;
import java.util.Arrays;
import java.util.SplittableRandom;

/** What the tests of this package share: an action, and decisions half way. */
final class Decisions {

  static final Action ACTION = new Action(0, "guest", "guest/DH", 256);

  private Decisions() {}

  /** A decision with one candidate per score, already scored. */
  static Decision scored(float... scores) {
    Decision decision = new Decision();
    decision.begin(
        FakeCluster.ofSize(scores.length), ACTION, CandidateLimit.NONE, new SplittableRandom(1));
    System.arraycopy(scores, 0, decision.scores(), 0, scores.length);
    return decision;
  }

  /** The scores that the scorer gives the candidates of the view. */
  static float[] scores(Scorer scorer, ClusterView view) {
    Decision decision = new Decision();
    decision.begin(view, ACTION, CandidateLimit.NONE, new SplittableRandom(1));
    scorer.score(view, ACTION, decision);
    return Arrays.copyOf(decision.scores(), decision.count());
  }

  /** The invoker that a fresh policy of the name chooses. */
  static int decide(String policy, ClusterView view) {
    return decide(create(policy), view);
  }

  static int decide(Policy policy, ClusterView view) {
    return policy.decide(view, ACTION, new Decision(), new SplittableRandom(1));
  }

  static Policy create(String policy) {
    return Policies.create(policy, LeastConnectionsScorer::new);
  }
}
