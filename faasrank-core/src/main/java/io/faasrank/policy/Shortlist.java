package io.faasrank.policy;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.ClusterView;
import io.faasrank.cluster.InvokerChanges;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds the candidates of a {@link CandidateLimit} by one pass over arrays: what share of an
 * invoker's memory is free, and which kind of invoker it is, are kept from one decision to the next
 * where the view knows which have changed. Only invokers that would be kept are then asked whether
 * the activation fits. Of one thread.
 *
 * <p>Invokers are of one kind when their memory and their cores, each rounded to a power of two,
 * are the same.
 */
final class Shortlist {

  /** Most kinds that are told apart; with more the invokers are too unlike for a limit. */
  static final int KINDS = 4;

  /** Invokers whose counts of the action are read at once. */
  private static final int BLOCK = 256;

  /** What a warm container counts, in shares of free memory. From 1/4 to 1 made no difference. */
  private static final float WARM = 0.5f;

  /** What memory of the action's own in flight counts. Chosen among 1, 1.25, 1.5 and 2. */
  private static final float OWN = 2;

  private static final float SQUARE_ROOT_OF_2 = 1.4142135f;

  private final float[] warm = new float[BLOCK];
  private final float[] inflight = new float[BLOCK];
  private final float[] room = new float[BLOCK];
  private final float[] familiar = new float[BLOCK];

  // of the block in which the pass begins, where it also ends
  private final float[] firstRoom = new float[BLOCK];
  private final float[] firstFamiliar = new float[BLOCK];
  private final int[] kindKeys = new int[KINDS];
  private final int[] kindMembers = new int[KINDS + 1];
  private final int[] counts = new int[KINDS];
  private final float[] leastFamiliar = new float[KINDS];
  private final float[] leastRoom = new float[KINDS];
  private @Nullable Object layout;
  private int size;
  private int[] seen = new int[0];
  private float[][] freeShare = new float[0][];
  private float[][] memoryInverse = new float[0][];
  private byte[] kinds = new byte[0];

  /** Brings what is kept up to the view's state. */
  void follow(ClusterView view) {
    InvokerChanges changes = view.changes();
    if (changes == null || changes.layout() != layout || size != view.size()) {
      begin(changes == null ? null : changes.layout(), view.size());
      for (int i = 0; i < size; i++) {
        kinds[i] = add(key(view, i));
        read(view, i);
        seen[i] = changes == null ? 0 : changes.numbers()[i];
      }
      return;
    }
    if (!fewKinds()) {
      tellKindsAnew(view);
    }
    int[] now = changes.numbers();
    int at = Arrays.mismatch(seen, 0, size, now, 0, size);
    while (at >= 0) {
      kindMembers[kinds[at]]--;
      kinds[at] = add(key(view, at));
      read(view, at);
      seen[at] = now[at];
      int next = Arrays.mismatch(seen, at + 1, size, now, at + 1, size);
      at = next < 0 ? next : at + 1 + next;
    }
  }

  /** What was one kind too many may be none any more, whatever was seen in between. */
  private void tellKindsAnew(ClusterView view) {
    Arrays.fill(kindMembers, 0);
    for (int i = 0; i < size; i++) {
      kinds[i] = add(key(view, i));
    }
  }

  private void begin(@Nullable Object newLayout, int newSize) {
    layout = newLayout;
    size = newSize;
    Arrays.fill(kindMembers, 0);
    if (seen.length < size) {
      int blocks = (size + size / 2) / BLOCK + 1;
      seen = new int[blocks * BLOCK];
      freeShare = new float[blocks][BLOCK];
      memoryInverse = new float[blocks][BLOCK];
      kinds = new byte[blocks * BLOCK];
    }
  }

  private void read(ClusterView view, int position) {
    int block = position / BLOCK;
    int at = position % BLOCK;
    memoryInverse[block][at] = 1f / view.memoryMb(position);
    freeShare[block][at] = (float) view.freeMemoryMb(position) / view.memoryMb(position);
  }

  private static int key(ClusterView view, int position) {
    return 64 * nearestPower(view.memoryMb(position)) + nearestPower(view.cores(position) * 16);
  }

  private static int nearestPower(float value) {
    return 32 - Integer.numberOfLeadingZeros((int) (value * SQUARE_ROOT_OF_2));
  }

  private byte add(int key) {
    int free = KINDS;
    for (int k = 0; k < KINDS; k++) {
      if (kindMembers[k] == 0) {
        free = k;
      } else if (kindKeys[k] == key) {
        kindMembers[k]++;
        return (byte) k;
      }
    }
    if (free < KINDS) {
      kindKeys[free] = key;
    }
    kindMembers[free]++;
    return (byte) free;
  }

  /** Whether the invokers are of no more kinds than can be told apart. */
  boolean fewKinds() {
    return kindMembers[KINDS] == 0;
  }

  /**
   * Collects the candidates.
   *
   * @param most k, of each kind where kinds count
   * @param byKind whether kinds count
   * @param overloaded whether to take those that are large enough, no matter what memory is free
   * @param candidates receives their positions, ascending; room for k of each kind
   * @param keys for use meanwhile; as large
   * @param start position at which the pass begins
   * @return how many, 0 when no usable invoker has memory for the action, or is large enough
   */
  int collect(
      ClusterView view,
      Action action,
      int most,
      boolean byKind,
      boolean overloaded,
      int[] candidates,
      float[] keys,
      int start) {
    Arrays.fill(counts, 0);
    Arrays.fill(leastFamiliar, Float.NEGATIVE_INFINITY);
    Arrays.fill(leastRoom, Float.NEGATIVE_INFINITY);
    int onlyKind = byKind ? kinds[0] : 0;
    boolean oneKind = !byKind || kindMembers[onlyKind] == size;
    int startBlock = start - start % BLOCK;
    findKeys(view, action, startBlock, firstRoom, firstFamiliar);
    int from = start;
    int end = size;
    while (from < end) {
      int first = from - from % BLOCK;
      int to = Math.min(first + BLOCK, end);
      float[] rooms = first == startBlock ? firstRoom : room;
      float[] familiars = first == startBlock ? firstFamiliar : familiar;
      if (first != startBlock) {
        findKeys(view, action, first, rooms, familiars);
      }
      for (int i = from - first; i < to - first; i++) {
        int position = first + i;
        int kind = oneKind ? onlyKind : kinds[position];
        // one comparison, since a branch for each is often mispredicted
        if (Math.max(familiars[i] - leastFamiliar[kind], rooms[i] - leastRoom[kind]) > 0
            && fits(view, position, action, overloaded)) {
          keep(view, action, kind, most, position, familiars[i], rooms[i], candidates, keys);
        }
      }
      from = to;
      if (from == size) {
        from = 0;
        end = start;
      }
    }
    return gather(most, candidates);
  }

  /** The keys of a block's invokers: loops over arrays of a fixed length, which are vectorised. */
  private void findKeys(
      ClusterView view, Action action, int first, float[] rooms, float[] familiars) {
    int count = Math.min(BLOCK, size - first);
    view.idleWarm(action, first, count, warm);
    view.inflight(action, first, count, inflight);
    findKeys(
        freeShare[first / BLOCK],
        memoryInverse[first / BLOCK],
        action.memoryMb(),
        warm,
        inflight,
        rooms,
        familiars);
  }

  private static void findKeys(
      float[] free,
      float[] inverse,
      float actionMb,
      float[] warm,
      float[] inflight,
      float[] room,
      float[] familiar) {
    for (int i = 0; i < room.length; i++) {
      room[i] = free[i] + WARM * atMostOne(warm[i]);
      familiar[i] = room[i] + OWN * atMostOne(inflight[i] * actionMb * inverse[i]);
    }
  }

  private static float atMostOne(float value) {
    return 0.5f * (value + 1 - Math.abs(value - 1));
  }

  private void keep(
      ClusterView view,
      Action action,
      int kind,
      int most,
      int position,
      float itsFamiliar,
      float itsRoom,
      int[] candidates,
      float[] keys) {
    int half = most - most / 2;
    int start = kind * most;
    int middle = start + half;
    int count = counts[kind];
    int over =
        keepBest(
            candidates, keys, start, start + Math.min(count, half), middle, position, itsFamiliar);
    if (over != Decision.NONE) {
      float overRoom = over == position ? itsRoom : room(view, over, action);
      keepBest(candidates, keys, middle, start + count, start + most, over, overRoom);
    }
    count = Math.min(count + 1, most);
    counts[kind] = count;
    if (count >= half) {
      leastFamiliar[kind] = keys[middle - 1];
    }
    if (count == most) {
      leastRoom[kind] = half == most ? Float.POSITIVE_INFINITY : keys[start + most - 1];
    }
  }

  private float room(ClusterView view, int position, Action action) {
    float free = freeShare[position / BLOCK][position % BLOCK];
    return view.idleWarm(position, action) > 0 ? free + WARM : free;
  }

  private static boolean fits(ClusterView view, int position, Action action, boolean overloaded) {
    return view.usable(position)
        && (overloaded
            ? view.memoryMb(position) >= action.memoryMb()
            : view.fits(position, action));
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

  private int gather(int most, int[] candidates) {
    int found = counts[0];
    for (int kind = 1; kind < KINDS; kind++) {
      if (counts[kind] > 0) {
        System.arraycopy(candidates, kind * most, candidates, found, counts[kind]);
        found += counts[kind];
      }
    }
    Arrays.sort(candidates, 0, found);
    return found;
  }
}
