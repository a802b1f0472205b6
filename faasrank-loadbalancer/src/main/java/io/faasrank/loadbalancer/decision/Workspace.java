package io.faasrank.loadbalancer.decision;

import io.faasrank.loadbalancer.cluster.ClusterBook;
import io.faasrank.loadbalancer.cluster.LiveView;
import io.faasrank.policy.Decision;
import java.util.SplittableRandom;

/** What a deciding thread keeps and uses again for each decision. */
final class Workspace {

  final Decision decision = new Decision();
  final LiveView view;
  final SplittableRandom random;

  Workspace(ClusterBook book, long seed) {
    view = new LiveView(book);
    random = new SplittableRandom(seed);
  }
}
