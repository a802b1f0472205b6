package io.faasrank.policy;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.ClusterView;
import io.faasrank.feature.ValueCounts;
import io.faasrank.model.ColumnNetwork;
import io.faasrank.model.Model;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One scheduling decision: who could be chosen, with what scores, and who was. A thread keeps one
 * and uses it again, so that deciding allocates nothing; it grows with the cluster.
 *
 * <p>Candidates are the usable invokers that have memory for the action. When none has, all usable
 * ones large enough are candidates and the decision is {@link #overloaded()}: the activation will
 * wait. A {@link CandidateLimit} leaves some of them out.
 */
public final class Decision {

  /** The choice when no invoker is usable. */
  public static final int NONE = -1;

  private int[] candidates = new int[16];
  private float[] scores = new float[16];
  private float[] rows = new float[0];
  private final ValueCounts counts = new ValueCounts();
  private final Shortlist shortlist = new Shortlist();
  private int count;
  private int width;
  private boolean overloaded;
  private int chosen = NONE;
  private boolean keepsRows;
  private @Nullable ColumnScorer columns;

  /**
   * Whether {@link #encodedRows} is asked for after decisions, so that a scorer that encodes leaves
   * the rows of all candidates whatever it costs. At first it is not. Scores do not depend on it.
   */
  public void keepRows(boolean keep) {
    keepsRows = keep;
  }

  boolean keepsRows() {
    return keepsRows;
  }

  /** What scores many candidates by this model, with what it has kept since the last decision. */
  ColumnScorer columns(Model model, ColumnNetwork network) {
    ColumnScorer known = columns;
    if (known == null || !known.isOf(model)) {
      known = new ColumnScorer(model, network);
      columns = known;
    }
    return known;
  }

  /** Starts anew: collects the candidates of the view for the action. */
  void begin(ClusterView view, Action action, CandidateLimit limit, SplittableRandom random) {
    int size = view.size();
    if (prepare(view, limit)) {
      collect(view, action, size);
      return;
    }
    count = collect(view, action, limit, random.nextInt(size));
    if (count == 0) {
      overloaded = true;
      count = collect(view, action, limit, random.nextInt(size));
    }
  }

  /** As above; what is drawn comes from a number all of whose bits are random. */
  void begin(ClusterView view, Action action, CandidateLimit limit, long random) {
    int size = view.size();
    if (prepare(view, limit)) {
      collect(view, action, size);
      return;
    }
    count = collect(view, action, limit, below(size, random >>> 32));
    if (count == 0) {
      overloaded = true;
      count = collect(view, action, limit, below(size, random & 0xFFFFFFFFL));
    }
  }

  /** Maps 32 random bits to a number from 0 to below the bound, nearly evenly. */
  private static int below(int bound, long bits) {
    return (int) ((bits * bound) >>> 32);
  }

  /** Returns whether all invokers are looked at. */
  private boolean prepare(ClusterView view, CandidateLimit limit) {
    int size = view.size();
    boolean all = limit.allows(size);
    if (!all) {
      shortlist.follow(view);
      all = !limit.suits(shortlist);
    }
    reserve(all ? size : limit.room());
    chosen = NONE;
    width = 0;
    counts.clear();
    overloaded = false;
    return all;
  }

  private int collect(ClusterView view, Action action, CandidateLimit limit, int start) {
    return limit.collect(shortlist, view, action, overloaded, candidates, scores, start);
  }

  private void reserve(int size) {
    if (candidates.length < size) {
      candidates = new int[size + size / 2];
      scores = new float[candidates.length];
    }
  }

  private void collect(ClusterView view, Action action, int size) {
    count = fitting(view, action, size);
    if (count == 0) {
      overloaded = true;
      count = fitting(view, action, size);
    }
  }

  private int fitting(ClusterView view, Action action, int size) {
    int found = 0;
    for (int i = 0; i < size; i++) {
      if (view.usable(i)
          && (overloaded ? view.memoryMb(i) >= action.memoryMb() : view.fits(i, action))) {
        candidates[found++] = i;
      }
    }
    return found;
  }

  void choose(int index) {
    chosen = index;
  }

  /** Takes the chosen candidate out, with its score and row; the others keep their order. */
  void removeChosen() {
    int after = count - chosen - 1;
    System.arraycopy(candidates, chosen + 1, candidates, chosen, after);
    System.arraycopy(scores, chosen + 1, scores, chosen, after);
    System.arraycopy(rows, (chosen + 1) * width, rows, chosen * width, after * width);
    count--;
    chosen = NONE;
  }

  /** Number of candidates; 0 when no invoker is usable. */
  public int count() {
    return count;
  }

  /**
   * Positions of invokers in the view, in ascending order; the first {@link #count()} are valid.
   */
  public int[] candidates() {
    return candidates;
  }

  /** Scores by index of the candidate; the first {@link #count()} are valid. */
  public float[] scores() {
    return scores;
  }

  /** Whether no usable invoker had memory for the action. */
  public boolean overloaded() {
    return overloaded;
  }

  /** Index of the chosen one among the candidates, or {@link #NONE}. */
  public int chosenIndex() {
    return chosen;
  }

  /** Position of the chosen invoker in the view, or {@link #NONE}. */
  public int chosen() {
    return chosen == NONE ? NONE : candidates[chosen];
  }

  /**
   * Room for one state row per candidate, for scorers that encode; kept until the next decision so
   * that a trajectory or an explanation can read what was scored.
   *
   * @param width columns per row
   */
  public float[] rows(int width) {
    int needed = count * width;
    if (rows.length < needed) {
      rows = new float[candidates.length * width];
    }
    this.width = width;
    return rows;
  }

  /**
   * A number that two decisions share only when they had the same candidates with the same scores,
   * to the bit, but for one pair in four billion. Of {@link NetworkScorer#MANY} candidates and more
   * only the highest score counts, since the others depend on how they are worked out.
   */
  public int fingerprint() {
    int sum = count;
    boolean many = count >= NetworkScorer.MANY;
    float highest = count > 0 ? scores[ArgMax.select(this)] : 0;
    for (int i = 0; i < count; i++) {
      float score = many ? highest : scores[i];
      int term = Float.floatToRawIntBits(score) + candidates[i] * 0x9E3779B1;
      term = (term ^ (term >>> 15)) * 0x85EBCA77;
      sum += term ^ (term >>> 13);
    }
    return sum;
  }

  /** What scaling the rows found of them; all 0 when its scorer encodes none. */
  public ValueCounts counts() {
    return counts;
  }

  /**
   * The scaled state rows of this decision, row after row; empty when its scorer encodes none, or
   * many candidates were scored in another way since nobody had asked to {@link #keepRows}.
   */
  public float[] encodedRows() {
    return Arrays.copyOf(rows, count * width);
  }
}
