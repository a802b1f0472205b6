package io.faasrank.policy;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.ClusterView;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Which invokers a decision looks at in a large cluster, so that its cost stays that of a small
 * one: at most k, usually without looking at the others.
 *
 * <ol>
 *   <li>The first k / 2 (rounded up) of the action's probe order ({@link HashingScorer}) that have
 *       memory for it. They are the same ones from one decision to the next, so that the action's
 *       containers stay warm.
 *   <li>Further along, those of which more than half the memory is free, up to k less k / 4: room
 *       for an action that is too busy for its neighbourhood.
 *   <li>k / 4 drawn at random among those that have memory: the way out for an action that keeps a
 *       large part of the cluster busy.
 *   <li>Where there are too few of any kind, the nearest others that have memory.
 * </ol>
 *
 * <p>When no invoker at all has memory, the decision is overloaded as without a limit, and the
 * candidates are the first k less k / 4 usable ones that are large enough, and k / 4 drawn. The
 * paper scores every invoker; this is a choice of this program. Measured against k random ones, the
 * first k, and half of each: see docs/performance.md. Safe to share; allocates nothing.
 */
public final class CandidateLimit {

  /** No limit: every invoker that has memory is a candidate. */
  public static final CandidateLimit NONE = new CandidateLimit(0);

  /** Draws for each random candidate. Chosen: 1 in 16 fails while half the cluster has memory. */
  private static final int TRIES = 4;

  /** How far to look for invokers with memory to spare, in k. Chosen: 1,000 for k = 64. */
  private static final int LOOKS = 16;

  private final int most;
  private final ProbeOrder order = new ProbeOrder();

  private CandidateLimit(int most) {
    this.most = most;
  }

  /**
   * A limit of its own; it remembers the steps of one cluster's size.
   *
   * @param most k, 0 for {@link #NONE}
   * @throws IllegalArgumentException when it is negative
   */
  public static CandidateLimit of(int most) {
    if (most < 0) {
      throw new IllegalArgumentException("expected 0 or more candidates, found " + most);
    }
    return most == 0 ? NONE : new CandidateLimit(most);
  }

  /** Whether a decision among so many invokers looks at all of them. */
  boolean allows(int invokers) {
    return most == 0 || invokers <= most;
  }

  /** The k of the limit, 0 for none. */
  public int most() {
    return most;
  }

  /**
   * Collects the candidates.
   *
   * @param overloaded whether to take those that are large enough, no matter what memory is free
   * @param candidates receives their numbers, ascending; room for k
   * @return how many, 0 when no usable invoker has memory for the action, or is large enough
   */
  int collect(
      ClusterView view,
      Action action,
      boolean overloaded,
      int[] candidates,
      RandomGenerator random) {
    int size = view.size();
    CoprimeSteps steps = order.steps(size);
    int step = steps.step(ProbeOrder.stepIndex(action, steps));
    int home = ProbeOrder.home(action, steps);
    int drawn = most / 4;
    int near = overloaded ? most - drawn : (most + 1) / 2;
    int last = size;
    int count = 0;
    boolean more = false;
    int seen = 0;
    int invoker = home;
    for (; seen < last && count < most - drawn; seen++) {
      if (fits(view, invoker, action, overloaded)) {
        if (count < near || calm(view, invoker)) {
          candidates[count++] = invoker;
          last = count == near ? (int) Math.min(size, seen + (long) LOOKS * most) : last;
        } else {
          more = true;
        }
      }
      invoker = next(invoker, step, size);
    }
    if (more || seen < size) {
      count = draw(view, action, overloaded, size, candidates, count, drawn, random);
      count = fill(view, action, overloaded, size, home, step, candidates, count);
    }
    Arrays.sort(candidates, 0, count);
    return count;
  }

  /** Draws up to so many that have memory; gives up where most of the cluster has none. */
  private static int draw(
      ClusterView view,
      Action action,
      boolean overloaded,
      int size,
      int[] candidates,
      int collected,
      int drawn,
      RandomGenerator random) {
    int count = collected;
    for (int tries = TRIES * drawn; tries > 0 && count < collected + drawn; tries--) {
      int invoker = random.nextInt(size);
      if (fits(view, invoker, action, overloaded) && !contains(candidates, count, invoker)) {
        candidates[count++] = invoker;
      }
    }
    return count;
  }

  /** Walks once more for any others that have memory. */
  private int fill(
      ClusterView view,
      Action action,
      boolean overloaded,
      int size,
      int home,
      int step,
      int[] candidates,
      int collected) {
    int count = collected;
    int invoker = home;
    for (int seen = 0; seen < size && count < most; seen++) {
      if (fits(view, invoker, action, overloaded) && !contains(candidates, count, invoker)) {
        candidates[count++] = invoker;
      }
      invoker = next(invoker, step, size);
    }
    return count;
  }

  private static boolean fits(ClusterView view, int invoker, Action action, boolean overloaded) {
    return view.usable(invoker)
        && (overloaded ? view.memoryMb(invoker) >= action.memoryMb() : view.fits(invoker, action));
  }

  /** Whether more than half of the invoker's memory is free. */
  private static boolean calm(ClusterView view, int invoker) {
    return 2L * view.freeMemoryMb(invoker) > view.memoryMb(invoker);
  }

  private static boolean contains(int[] candidates, int count, int invoker) {
    for (int i = 0; i < count; i++) {
      if (candidates[i] == invoker) {
        return true;
      }
    }
    return false;
  }

  private static int next(int invoker, int step, int size) {
    int next = invoker + step;
    return next < size ? next : next - size;
  }
}
