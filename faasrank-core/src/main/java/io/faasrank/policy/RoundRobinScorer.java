package io.faasrank.policy;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.ClusterView;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Takes turns: a cursor goes round the positions, and the next candidate at or after it is chosen;
 * the cursor then stands behind that one.
 *
 * <pre>score = - ((invoker - cursor) mod n)</pre>
 *
 * <p>The paper says "in a cyclical manner" and not what happens to an invoker without memory: it is
 * passed over and loses its turn. Scoring advances the cursor, once per decision, also when several
 * threads decide at the same time.
 */
@PolicySpec(name = "round-robin", summary = "invokers in turn", source = "FaaSRank, Section VI-A")
public final class RoundRobinScorer implements Scorer {

  private final AtomicInteger cursor = new AtomicInteger();

  @Override
  public void score(ClusterView view, Action action, Decision decision) {
    int size = view.size();
    int[] candidates = decision.candidates();
    int at;
    int next;
    do {
      at = cursor.get();
      next = nextAtOrAfter(at % size, candidates, decision.count());
    } while (!cursor.compareAndSet(at, next + 1));
    float[] scores = decision.scores();
    for (int i = 0; i < decision.count(); i++) {
      scores[i] = -Math.floorMod(candidates[i] - at, size);
    }
  }

  private static int nextAtOrAfter(int from, int[] candidates, int count) {
    for (int i = 0; i < count; i++) {
      if (candidates[i] >= from) {
        return candidates[i];
      }
    }
    return candidates[0];
  }
}
