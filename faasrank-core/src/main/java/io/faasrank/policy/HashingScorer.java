package io.faasrank.policy;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.ClusterView;

/**
 * OpenWhisk's own rule, that of its ShardingContainerPoolBalancer: an action has a home invoker,
 * and where that has no memory the walk goes on by a step that is the action's own.
 *
 * <pre>
 * hash  = |hashCode(namespace) xor hashCode(name)|
 * home  = hash mod n
 * step  = steps[hash mod |steps|]         steps: see {@link CoprimeSteps}
 * probe = home, home + step, home + 2 step, ...  (mod n)
 * score = - position of the invoker in the probe order
 * </pre>
 *
 * <p>With {@link ArgMaxElseRandom} this is the first usable invoker of the probe order that has
 * memory, else a random usable one. For n = 10, home 3 and step 3 the order is 3, 6, 9, 2, 5, 8, 1,
 * 4, 7, 0.
 *
 * <p>n counts every invoker that ever registered, as in OpenWhisk. The absolute value of the
 * smallest int is negative; OpenWhisk then fails with a negative index, here the remainder is taken
 * as non-negative instead.
 *
 * <p>The steps of the last cluster size are kept. Callers that alternate between clusters of
 * different size should give each a policy of its own, or the steps are computed at every change.
 */
@PolicySpec(
    name = "hashing",
    summary = "the action's home, then by coprime steps (OpenWhisk)",
    source = "Apache OpenWhisk, ShardingContainerPoolBalancer; FaaSRank, Section VI-A")
public final class HashingScorer implements Scorer {

  private volatile CoprimeSteps steps = CoprimeSteps.of(1);

  @Override
  public void score(ClusterView view, Action action, Decision decision) {
    CoprimeSteps current = steps(view.size());
    int home = home(action, current);
    int index = stepIndex(action, current);
    int[] candidates = decision.candidates();
    float[] scores = decision.scores();
    for (int i = 0; i < decision.count(); i++) {
      scores[i] = -current.probePosition(home, index, candidates[i]);
    }
  }

  /**
   * The invoker that OpenWhisk would take, found by the walk itself: the first of the probe order
   * that is usable and has memory, or {@link Decision#NONE}, where OpenWhisk draws a random one.
   */
  public int firstWithMemory(ClusterView view, Action action) {
    int size = view.size();
    if (size == 0) {
      return Decision.NONE;
    }
    CoprimeSteps current = steps(size);
    int invoker = home(action, current);
    int step = current.step(stepIndex(action, current));
    for (int tried = 0; tried < size; tried++) {
      if (view.usable(invoker) && view.fits(invoker, action)) {
        return invoker;
      }
      invoker = (invoker + step) % size;
    }
    return Decision.NONE;
  }

  private CoprimeSteps steps(int size) {
    CoprimeSteps current = steps;
    if (current.size() != size) {
      current = CoprimeSteps.of(size);
      steps = current;
    }
    return current;
  }

  private static int home(Action action, CoprimeSteps steps) {
    return Math.floorMod(action.hash(), steps.size());
  }

  private static int stepIndex(Action action, CoprimeSteps steps) {
    return Math.floorMod(action.hash(), steps.count());
  }
}
