package io.faasrank.loadbalancer.decision;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.ClusterView;
import io.faasrank.feature.StateEncoder;
import io.faasrank.feature.ValueCounts;
import io.faasrank.model.Model;
import io.faasrank.policy.Decision;
import java.util.SplittableRandom;

/**
 * A learned decision as it was before rows were scored column by column: every candidate is
 * encoded, scaled and scored as a row. Frozen for benchmarks that compare both in one run; encoder
 * and scaler are those that still score few candidates.
 */
final class FormerDecision {

  private static final int NONE = Decision.NONE;

  private int[] candidates = new int[16];
  private float[] scores = new float[16];
  private float[] rows = new float[0];
  private final ValueCounts counts = new ValueCounts();
  private int count;
  private int width;
  private boolean overloaded;
  private int chosen = NONE;

  /** Starts anew: collects the candidates of the view for the action. */
  void begin(ClusterView view, Action action, FormerLimit limit, SplittableRandom random) {
    int size = view.size();
    boolean all = limit.allows(size);
    reserve(all ? size : limit.most());
    chosen = NONE;
    width = 0;
    counts.clear();
    overloaded = false;
    count = all ? collect(view, action, size) : collect(view, action, limit, random);
    if (count == 0) {
      overloaded = true;
      count = all ? collect(view, action, size) : collect(view, action, limit, random);
    }
  }

  private int collect(ClusterView view, Action action, FormerLimit limit, SplittableRandom random) {
    return limit.collect(view, action, overloaded, candidates, scores, random);
  }

  private void reserve(int size) {
    if (candidates.length < size) {
      candidates = new int[size + size / 2];
      scores = new float[candidates.length];
    }
  }

  private int collect(ClusterView view, Action action, int size) {
    int found = 0;
    for (int i = 0; i < size; i++) {
      if (view.usable(i)
          && (overloaded ? view.memoryMb(i) >= action.memoryMb() : view.fits(i, action))) {
        candidates[found++] = i;
      }
    }
    return found;
  }

  /** Decides by the model's highest score. */
  int decide(
      ClusterView view,
      Action action,
      FormerLimit limit,
      Model model,
      FormerNetwork network,
      StateEncoder encoder,
      SplittableRandom random) {
    begin(view, action, limit, random);
    if (count == 0) {
      return NONE;
    }
    width = model.schema().width();
    if (rows.length < count * width) {
      rows = new float[candidates.length * width];
    }
    encoder.encode(view, action, candidates, count, rows);
    model.scaler().scale(rows, count, model.schema().clip(), counts);
    network.forward(rows, count, scores);
    chosen = 0;
    for (int i = 1; i < count; i++) {
      if (scores[i] > scores[chosen]) {
        chosen = i;
      }
    }
    return candidates[chosen];
  }

  boolean overloaded() {
    return overloaded;
  }

  ValueCounts counts() {
    return counts;
  }

  float spread() {
    float lowest = scores[0];
    float highest = scores[0];
    for (int i = 1; i < count; i++) {
      lowest = Math.min(lowest, scores[i]);
      highest = Math.max(highest, scores[i]);
    }
    return highest - lowest;
  }
}
