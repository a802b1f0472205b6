package io.faasrank.feature;

import static io.faasrank.feature.FastLog.log;
import static io.faasrank.feature.FastLog.log1p;
import static io.faasrank.feature.GeneralFormulas.inflightTerm;
import static io.faasrank.feature.GeneralFormulas.queuedToCluster;
import static io.faasrank.feature.GeneralFormulas.reservedPerCore;
import static io.faasrank.feature.GeneralFormulas.reservedTerm;
import static io.faasrank.feature.GeneralFormulas.room;
import static io.faasrank.feature.GeneralFormulas.roomBesideIdle;
import static io.faasrank.feature.GeneralFormulas.share;
import static io.faasrank.feature.GeneralFormulas.sizeTerm;
import static io.faasrank.feature.GeneralFormulas.workTerm;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.ClusterSums;
import io.faasrank.cluster.ClusterView;
import io.faasrank.cluster.HashingWalk;

/**
 * {@link GeneralColumns} by column. A logarithm of a ratio to the cluster or of the action to the
 * invoker is a term kept of each invoker and one common to all.
 */
final class GeneralForm implements ColumnForm {

  private static final int[] OWN = {12, 13, 18, 19, 21, 23, 28};
  private static final int[] SHARED = {0, 1, 2, 3, 5, 6, 7, 8, 9, 10};
  private static final int[] MIXED = {4, 11, 14, 15, 16, 17, 20, 22, 24, 25, 26, 27, 29, 30};

  private static final float ANY = Float.POSITIVE_INFINITY;

  // Of the mixed columns, in their order.
  private static final float[] LEAST = {
    -ANY, -ANY, 0, 0, 0, 0, -1, -ANY, -ANY, -ANY, -ANY, -ANY, 0, 0
  };
  private static final float[] GREATEST = {
    ANY, ANY, 1, ANY, ANY, 1, 1, ANY, ANY, ANY, ANY, ANY, 1, 1
  };

  // What is kept of an invoker.
  private static final int MEMORY_LOG = 0;
  private static final int SIZE_TERM = 1;
  private static final int RESERVED_TERM = 2;
  private static final int INFLIGHT_TERM = 3;
  private static final int WORK_TERM = 4;
  private static final int QUEUED_PER_CORE = 5;
  private static final int INFLIGHT = 6;
  private static final int FREE_MB = 7;
  private static final int IDLE_MB = 8;
  private static final int MEMORY_MB = 9;
  private static final int ROOM = 10;
  private static final int ROOM_FOR_MB = 11;
  private static final int KEPT = 12;

  @Override
  public int[] own() {
    return OWN.clone();
  }

  @Override
  public int[] shared() {
    return SHARED.clone();
  }

  @Override
  public int[] mixed() {
    return MIXED.clone();
  }

  @Override
  public float[] least() {
    return LEAST.clone();
  }

  @Override
  public float[] greatest() {
    return GREATEST.clone();
  }

  @Override
  public int keptNumbers() {
    return KEPT;
  }

  @Override
  public void keep(ClusterView view, int position, float[][] kept, int at) {
    int memoryMb = view.memoryMb(position);
    int freeMb = view.freeMemoryMb(position);
    int inflight = view.inflight(position);
    float cores = view.cores(position);
    kept[MEMORY_LOG][at] = -log(share(1, memoryMb));
    kept[SIZE_TERM][at] = sizeTerm(memoryMb);
    kept[RESERVED_TERM][at] = reservedTerm(reservedPerCore(memoryMb, freeMb, cores));
    kept[INFLIGHT_TERM][at] = inflightTerm(share(inflight, cores));
    kept[WORK_TERM][at] = workTerm(share(view.workMbSeconds(position), memoryMb));
    kept[QUEUED_PER_CORE][at] = share(view.queued(position), cores);
    kept[INFLIGHT][at] = inflight;
    kept[FREE_MB][at] = freeMb;
    kept[IDLE_MB][at] = view.idleMemoryMb(position);
    kept[MEMORY_MB][at] = memoryMb;
    kept[ROOM_FOR_MB][at] = Float.NaN;
  }

  @Override
  public void write(
      ClusterView view, Action action, int first, int count, float[][] kept, float[][] values) {
    ClusterSums sums = view.sums(action);
    less(kept[MEMORY_LOG], log(action.memoryMb()), count, values[0], -1);
    writeRoom(action.memoryMb(), count, kept, values[1], values[6]);
    writeAction(view, action, sums.actionInflight(), first, count, kept[INFLIGHT], values);
    less(kept[SIZE_TERM], sizeTerm(GeneralColumns.meanMb(sums)), count, values[7], 1);
    float reserved = reservedTerm(GeneralColumns.reservedPerCore(sums));
    less(kept[RESERVED_TERM], reserved, count, values[8], 1);
    float inflight = inflightTerm(GeneralColumns.inflightPerCore(sums));
    less(kept[INFLIGHT_TERM], inflight, count, values[9], 1);
    writeQueued(GeneralColumns.queuedPerCore(sums), count, kept[QUEUED_PER_CORE], values[10]);
    float work = workTerm(GeneralColumns.workSeconds(sums));
    less(kept[WORK_TERM], work, count, values[11], 1);
    writeWalk(view.walk(action), first, count, values[12], values[13]);
  }

  /** The difference of each invoker's term and the common one, or its negative. */
  private static void less(float[] terms, float common, int count, float[] values, float sign) {
    for (int i = 0; i < count; i++) {
      values[i] = sign * (terms[i] - common);
    }
  }

  /**
   * Of the room, which has a logarithm and a root, the last is kept: most actions have one size.
   */
  private static void writeRoom(
      int actionMb, int count, float[][] kept, float[] rooms, float[] roomsBesideIdle) {
    float[] free = kept[FREE_MB];
    float[] idle = kept[IDLE_MB];
    float[] memory = kept[MEMORY_MB];
    float[] lastRooms = kept[ROOM];
    float[] lastFor = kept[ROOM_FOR_MB];
    for (int i = 0; i < count; i++) {
      if (lastFor[i] != actionMb) {
        lastFor[i] = actionMb;
        lastRooms[i] = room(free[i], actionMb, memory[i]);
      }
      rooms[i] = lastRooms[i];
      roomsBesideIdle[i] = roomBesideIdle(free[i], idle[i], actionMb, memory[i]);
    }
  }

  /** Columns 14 to 17: where the action has containers and activations. */
  private static void writeAction(
      ClusterView view,
      Action action,
      int ofAllInvokers,
      int first,
      int count,
      float[] inflight,
      float[][] values) {
    float[] warm = values[2];
    float[] share = values[3];
    float[] ofAction = values[4];
    float[] here = values[5];
    view.idleWarm(action, first, count, warm);
    view.inflight(action, first, count, ofAction);
    float all = 1 / (1f + ofAllInvokers);
    for (int i = 0; i < count; i++) {
      float own = ofAction[i];
      warm[i] = warm[i] > 0 ? 1 : 0;
      share[i] = own / (1f + inflight[i]);
      here[i] = Math.min(1, own * all);
      ofAction[i] = own == 0 ? 0 : log1p(own);
    }
  }

  private static void writeQueued(float ofAll, int count, float[] perCore, float[] values) {
    float withoutQueue = queuedToCluster(0, ofAll);
    for (int i = 0; i < count; i++) {
      values[i] = perCore[i] == 0 ? withoutQueue : queuedToCluster(perCore[i], ofAll);
    }
  }

  /** The place grows by the step's inverse from one position to the next. */
  private static void writeWalk(
      HashingWalk walk, int first, int count, float[] shares, float[] nearness) {
    int size = walk.size();
    float share = 1f / size;
    int place = walk.place(first);
    for (int i = 0; i < count; i++) {
      shares[i] = place * share;
      nearness[i] = 1f / (1 + place);
      place += walk.inverse();
      place -= place >= size ? size : 0;
    }
  }
}
