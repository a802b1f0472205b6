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

  // The mixed columns in their order.
  private static final int MEMORY = 0;
  private static final int ROOM_LEFT = 1;
  private static final int WARM = 2;
  private static final int SHARE = 3;
  private static final int OF_ACTION = 4;
  private static final int HERE = 5;
  private static final int ROOM_BESIDE_IDLE = 6;
  private static final int SIZE = 7;
  private static final int RESERVED = 8;
  private static final int IN_FLIGHT = 9;
  private static final int QUEUED = 10;
  private static final int WORK = 11;
  private static final int PLACE = 12;
  private static final int NEARNESS = 13;

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

  /** More than a function is off by rounding, so that a bound by it holds. */
  private static final float SMALL = 1e-5f;

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
  public int keptNumbers() {
    return KEPT;
  }

  @Override
  public void keep(ClusterView view, int position, BoundedColumns kept, int at) {
    int memoryMb = view.memoryMb(position);
    int freeMb = view.freeMemoryMb(position);
    int inflight = view.inflight(position);
    float cores = view.cores(position);
    kept.set(MEMORY_LOG, at, -log(share(1, memoryMb)));
    kept.set(SIZE_TERM, at, sizeTerm(memoryMb));
    kept.set(RESERVED_TERM, at, reservedTerm(reservedPerCore(memoryMb, freeMb, cores)));
    kept.set(INFLIGHT_TERM, at, inflightTerm(share(inflight, cores)));
    kept.set(WORK_TERM, at, workTerm(share(view.workMbSeconds(position), memoryMb)));
    kept.set(QUEUED_PER_CORE, at, share(view.queued(position), cores));
    kept.set(INFLIGHT, at, inflight);
    kept.set(FREE_MB, at, freeMb);
    kept.set(IDLE_MB, at, view.idleMemoryMb(position));
    kept.set(MEMORY_MB, at, memoryMb);
    kept.values(ROOM_FOR_MB)[at] = Float.NaN;
  }

  @Override
  public void write(
      ClusterView view,
      Action action,
      int first,
      int count,
      BoundedColumns kept,
      BoundedColumns values) {
    ClusterSums sums = view.sums(action);
    less(kept, MEMORY_LOG, log(action.memoryMb()), count, values, MEMORY, -1);
    writeRoom(action.memoryMb(), count, kept, values);
    writeAction(view, action, sums.actionInflight(), first, count, kept, values);
    less(kept, SIZE_TERM, sizeTerm(GeneralColumns.meanMb(sums)), count, values, SIZE, 1);
    float reserved = reservedTerm(GeneralColumns.reservedPerCore(sums));
    less(kept, RESERVED_TERM, reserved, count, values, RESERVED, 1);
    float inflight = inflightTerm(GeneralColumns.inflightPerCore(sums));
    less(kept, INFLIGHT_TERM, inflight, count, values, IN_FLIGHT, 1);
    writeQueued(GeneralColumns.queuedPerCore(sums), count, kept, values);
    float work = workTerm(GeneralColumns.workSeconds(sums));
    less(kept, WORK_TERM, work, count, values, WORK, 1);
    writeWalk(view.walk(action), first, count, values);
  }

  /** The difference of each invoker's term and the common one, or its negative. */
  private static void less(
      BoundedColumns kept,
      int term,
      float common,
      int count,
      BoundedColumns values,
      int column,
      float sign) {
    float one = sign * (kept.least(term) - common);
    float other = sign * (kept.greatest(term) - common);
    values.bound(column, Math.min(one, other), Math.max(one, other));
    float[] terms = kept.values(term);
    float[] differences = values.values(column);
    for (int i = 0; i < count; i++) {
      differences[i] = sign * (terms[i] - common);
    }
  }

  /**
   * Of the room, which has a logarithm and a root, the last is kept: most actions have one size.
   */
  private static void writeRoom(
      int actionMb, int count, BoundedColumns kept, BoundedColumns values) {
    float[] free = kept.values(FREE_MB);
    float[] idle = kept.values(IDLE_MB);
    float[] memory = kept.values(MEMORY_MB);
    float[] lastRooms = kept.values(ROOM);
    float[] lastFor = kept.values(ROOM_FOR_MB);
    float[] rooms = values.values(ROOM_LEFT);
    float[] roomsBesideIdle = values.values(ROOM_BESIDE_IDLE);
    for (int i = 0; i < count; i++) {
      if (lastFor[i] != actionMb) {
        lastFor[i] = actionMb;
        lastRooms[i] = room(free[i], actionMb, memory[i]);
      }
      rooms[i] = lastRooms[i];
      roomsBesideIdle[i] = roomBesideIdle(free[i], idle[i], actionMb, memory[i]);
    }
    float leastFree = kept.least(FREE_MB);
    float mostFree = kept.greatest(FREE_MB);
    float leastMemory = kept.least(MEMORY_MB);
    values.bound(
        ROOM_LEFT,
        room(Math.min(leastFree, actionMb), actionMb, leastMemory) - SMALL,
        room(Math.max(mostFree, actionMb), actionMb, leastMemory) + SMALL);
    values.bound(ROOM_BESIDE_IDLE, -1, 1);
  }

  /** Where the action has containers and activations. */
  private static void writeAction(
      ClusterView view,
      Action action,
      int ofAllInvokers,
      int first,
      int count,
      BoundedColumns kept,
      BoundedColumns values) {
    float[] warm = values.values(WARM);
    float[] share = values.values(SHARE);
    float[] ofAction = values.values(OF_ACTION);
    float[] here = values.values(HERE);
    float[] inflight = kept.values(INFLIGHT);
    view.idleWarm(action, first, count, warm);
    values.bound(WARM, 0, Math.min(1, PaperForm.greatest(warm, count)));
    view.inflight(action, first, count, ofAction);
    float most = PaperForm.greatest(ofAction, count);
    float all = 1 / (1f + ofAllInvokers);
    values.bound(SHARE, 0, kept.least(INFLIGHT) < 0 ? Float.POSITIVE_INFINITY : most);
    values.bound(OF_ACTION, 0, most == 0 ? 0 : log1p(most));
    values.bound(HERE, 0, Math.min(1, most * all));
    for (int i = 0; i < count; i++) {
      warm[i] = 0.5f * (warm[i] + 1 - Math.abs(warm[i] - 1));
    }
    for (int i = 0; i < count; i++) {
      share[i] = ofAction[i] / (1f + inflight[i]);
      here[i] = ofAction[i] * all;
    }
    if (most * all > 1) {
      for (int i = 0; i < count; i++) {
        here[i] = Math.min(1, here[i]);
      }
    }
    for (int i = 0; i < count; i++) {
      if (ofAction[i] != 0) {
        ofAction[i] = log1p(ofAction[i]);
      }
    }
  }

  private static void writeQueued(
      float ofAll, int count, BoundedColumns kept, BoundedColumns values) {
    float[] perCore = kept.values(QUEUED_PER_CORE);
    float[] queued = values.values(QUEUED);
    float withoutQueue = queuedToCluster(0, ofAll);
    float most = kept.greatest(QUEUED_PER_CORE);
    float slack = most == 0 ? 0 : SMALL;
    values.bound(QUEUED, withoutQueue - slack, queuedToCluster(most, ofAll) + slack);
    for (int i = 0; i < count; i++) {
      queued[i] = perCore[i] == 0 ? withoutQueue : queuedToCluster(perCore[i], ofAll);
    }
  }

  /** The place grows by the step's inverse from one position to the next. */
  private static void writeWalk(HashingWalk walk, int first, int count, BoundedColumns values) {
    float[] shares = values.values(PLACE);
    float[] nearness = values.values(NEARNESS);
    int size = walk.size();
    float share = 1f / size;
    int place = walk.place(first);
    for (int i = 0; i < count; i++) {
      shares[i] = place * share;
      nearness[i] = 1f / (1 + place);
      place += walk.inverse();
      place -= place >= size ? size : 0;
    }
    values.bound(PLACE, 0, 1);
    values.bound(NEARNESS, 0, 1);
  }
}
