package io.faasrank.loadbalancer.decision;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.ClusterView;
import io.faasrank.policy.Decision;
import java.util.Arrays;
import java.util.SplittableRandom;

/** The limit of candidates as {@link FormerDecision} had it. */
final class FormerLimit {

  /** No limit: every invoker that has memory is a candidate. */
  public static final FormerLimit NONE = new FormerLimit(0);

  /** What a warm container counts, in shares of free memory. From 1/4 to 1 made no difference. */
  private static final float WARM = 0.5f;

  /** What memory of the action's own in flight counts. Chosen among 1, 1.25, 1.5 and 2. */
  private static final float OWN = 2;

  private final int most;

  private FormerLimit(int most) {
    this.most = most;
  }

  /**
   * A limit.
   *
   * @param most k, 0 for {@link #NONE}
   * @throws IllegalArgumentException when it is negative
   */
  public static FormerLimit of(int most) {
    if (most < 0) {
      throw new IllegalArgumentException("expected 0 or more candidates, found " + most);
    }
    return most == 0 ? NONE : new FormerLimit(most);
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
   * @param keys for use meanwhile; room for k
   * @return how many, 0 when no usable invoker has memory for the action, or is large enough
   */
  int collect(
      ClusterView view,
      Action action,
      boolean overloaded,
      int[] candidates,
      float[] keys,
      SplittableRandom random) {
    int size = view.size();
    int half = most - most / 2;
    int count = 0;
    int position = random.nextInt(size);
    for (int seen = 0; seen < size; seen++) {
      if (fits(view, position, action, overloaded)) {
        float room = room(view, position, action);
        float familiar = room + OWN * own(view, position, action);
        int over = keepBest(candidates, keys, 0, Math.min(count, half), half, position, familiar);
        if (over != Decision.NONE) {
          float itsRoom = over == position ? room : room(view, over, action);
          keepBest(candidates, keys, half, count, most, over, itsRoom);
        }
        count = Math.min(count + 1, most);
      }
      position = position + 1 < size ? position + 1 : 0;
    }
    Arrays.sort(candidates, 0, count);
    return count;
  }

  private static boolean fits(ClusterView view, int position, Action action, boolean overloaded) {
    return view.usable(position)
        && (overloaded
            ? view.memoryMb(position) >= action.memoryMb()
            : view.fits(position, action));
  }

  private static float room(ClusterView view, int position, Action action) {
    float free = (float) view.freeMemoryMb(position) / view.memoryMb(position);
    return view.idleWarm(position, action) > 0 ? free + WARM : free;
  }

  private static float own(ClusterView view, int position, Action action) {
    float ownMb = (float) view.inflight(position, action) * action.memoryMb();
    return Math.min(1, ownMb / view.memoryMb(position));
  }

  /**
   * Puts an invoker among the best of a part of the arrays, which are in descending order.
   *
   * @param start of the part
   * @param end of what it holds
   * @param limit end of the part
   * @return the one that found no place, or {@link Decision#NONE}
   */
  private static int keepBest(
      int[] kept, float[] keys, int start, int end, int limit, int position, float key) {
    int at = end;
    int over = Decision.NONE;
    if (end == limit) {
      if (end == start || keys[end - 1] >= key) {
        return position;
      }
      at--;
      over = kept[at];
    }
    for (; at > start && keys[at - 1] < key; at--) {
      kept[at] = kept[at - 1];
      keys[at] = keys[at - 1];
    }
    kept[at] = position;
    keys[at] = key;
    return over;
  }
}
