package io.faasrank.loadbalancer.cluster;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.ClusterView;
import io.faasrank.policy.Decision;
import io.faasrank.policy.Scorer;
import java.util.Arrays;

/** Fails now and then, by what the first candidate has in flight, and prefers nobody. */
final class FailingScorer implements Scorer {

  @Override
  public void score(ClusterView view, Action action, Decision decision) {
    if (view.inflight(decision.candidates()[0]) % 3 == 0) {
      throw new IllegalStateException("fails now and then");
    }
    Arrays.fill(decision.scores(), 0);
  }
}
