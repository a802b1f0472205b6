package io.faasrank.loadbalancer.decision;

import io.faasrank.loadbalancer.cluster.ClusterBook;
import io.faasrank.loadbalancer.cluster.LiveView;
import io.faasrank.policy.Decision;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** What a deciding thread keeps, so that deciding allocates next to nothing. */
final class Workspace {

  final Decision decision = new Decision();
  final LiveView view;
  final RandomGenerator random;

  Workspace(ClusterBook book, long seed) {
    view = new LiveView(book);
    random = new SplittableRandom(seed);
  }
}
