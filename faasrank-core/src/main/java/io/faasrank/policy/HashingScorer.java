package io.faasrank.policy;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.ClusterView;
import io.faasrank.cluster.HashingWalk;

/**
 * OpenWhisk's own rule, that of its ShardingContainerPoolBalancer: an action has a home invoker,
 * and where that has no memory the walk goes on by a step that is the action's own.
 *
 * <pre>
 * hash  = |hashCode(namespace) xor hashCode(name)|
 * home  = hash mod n
 * step  = steps[hash mod |steps|]         steps: see {@link io.faasrank.cluster.CoprimeSteps}
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
 */
@PolicySpec(
    name = "hashing",
    summary = "the action's home, then by coprime steps (OpenWhisk)",
    source = "Apache OpenWhisk, ShardingContainerPoolBalancer; FaaSRank, Section VI-A")
public final class HashingScorer implements Scorer {

  @Override
  public void score(ClusterView view, Action action, Decision decision) {
    HashingWalk walk = view.walk(action);
    int[] candidates = decision.candidates();
    float[] scores = decision.scores();
    for (int i = 0; i < decision.count(); i++) {
      scores[i] = -walk.place(candidates[i]);
    }
  }

  /**
   * The invoker that OpenWhisk would take, found by the walk itself: the first of the probe order
   * that is usable and has memory, or {@link Decision#NONE}, where OpenWhisk draws a random one.
   */
  public static int firstWithMemory(ClusterView view, Action action) {
    int size = view.size();
    if (size == 0) {
      return Decision.NONE;
    }
    HashingWalk walk = view.walk(action);
    int position = walk.home();
    for (int tried = 0; tried < size; tried++) {
      if (view.usable(position) && view.fits(position, action)) {
        return position;
      }
      position = walk.after(position);
    }
    return Decision.NONE;
  }
}
