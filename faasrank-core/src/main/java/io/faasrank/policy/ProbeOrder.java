package io.faasrank.policy;

import io.faasrank.cluster.Action;

/**
 * The order in which OpenWhisk tries the invokers for an action: from its home by its step, see
 * {@link HashingScorer}. Keeps the steps of the last cluster size. Safe to share.
 */
final class ProbeOrder {

  private volatile CoprimeSteps last = CoprimeSteps.of(1);

  /** The steps of a cluster of that many invokers, at least 1. */
  CoprimeSteps steps(int size) {
    CoprimeSteps current = last;
    if (current.size() != size) {
      current = CoprimeSteps.of(size);
      last = current;
    }
    return current;
  }

  /** The invoker where the walk begins. */
  static int home(Action action, CoprimeSteps steps) {
    return Math.floorMod(action.hash(), steps.size());
  }

  /** Which of the steps the walk takes. */
  static int stepIndex(Action action, CoprimeSteps steps) {
    return Math.floorMod(action.hash(), steps.count());
  }
}
