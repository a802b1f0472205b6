package io.faasrank.loadbalancer.decision;

import io.faasrank.loadbalancer.cluster.ClusterBook;
import io.faasrank.loadbalancer.cluster.LiveView;
import io.faasrank.loadbalancer.cluster.Pool;
import io.faasrank.policy.Decision;
import org.jspecify.annotations.Nullable;

/**
 * What a deciding thread keeps and uses again for each decision. Each of the two pools has its own
 * view and decision, since both keep what they know of a pool's invokers from one to the next.
 */
final class Workspace {

  /** Why the last decision gave no answer; null where it gave one. */
  @Nullable Fallback fallback;

  private final Decision managedDecision = new Decision();
  private final Decision blackboxDecision = new Decision();
  private final LiveView managedView;
  private final LiveView blackboxView;

  Workspace(ClusterBook book) {
    managedView = new LiveView(book);
    blackboxView = new LiveView(book);
  }

  Decision decision(Pool pool) {
    return pool.blackbox() ? blackboxDecision : managedDecision;
  }

  LiveView view(Pool pool) {
    return pool.blackbox() ? blackboxView : managedView;
  }
}
