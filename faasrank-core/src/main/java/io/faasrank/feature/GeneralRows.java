package io.faasrank.feature;

import static io.faasrank.feature.FastLog.log;
import static io.faasrank.feature.FastLog.log1p;
import static io.faasrank.feature.GeneralFormulas.inflightToCluster;
import static io.faasrank.feature.GeneralFormulas.logSeconds;
import static io.faasrank.feature.GeneralFormulas.memoryPerCore;
import static io.faasrank.feature.GeneralFormulas.queuedToCluster;
import static io.faasrank.feature.GeneralFormulas.reservedLog;
import static io.faasrank.feature.GeneralFormulas.reservedPerCore;
import static io.faasrank.feature.GeneralFormulas.reservedToCluster;
import static io.faasrank.feature.GeneralFormulas.room;
import static io.faasrank.feature.GeneralFormulas.roomBesideIdle;
import static io.faasrank.feature.GeneralFormulas.share;
import static io.faasrank.feature.GeneralFormulas.sizeToMean;
import static io.faasrank.feature.GeneralFormulas.workToCluster;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.ClusterSums;
import io.faasrank.cluster.ClusterView;
import io.faasrank.cluster.HashingWalk;

/**
 * All columns of {@link GeneralColumns} row by row: every value of the view is read once, and what
 * belongs to the action or the cluster is worked out once. It saves a third of a decision at ten
 * invokers; a test compares it with the columns' own readers.
 */
final class GeneralRows implements Bulk {

  @Override
  public int columns() {
    return 31;
  }

  @Override
  public void write(
      ClusterView view, Action action, int[] candidates, int count, float[] rows, int width) {
    ClusterSums sums = view.sums(action);
    HashingWalk walk = view.walk(action);
    float inflightOfAll = GeneralColumns.inflightPerCore(sums);
    float queuedOfAll = GeneralColumns.queuedPerCore(sums);
    float reservedOfAll = GeneralColumns.reservedPerCore(sums);
    float workOfAll = GeneralColumns.workSeconds(sums);
    float meanMb = GeneralColumns.meanMb(sums);
    int actionInflight = sums.actionInflight();
    int actionMb = action.memoryMb();
    float runSeconds = view.runSeconds(action);
    float runLog = logSeconds(runSeconds);
    float initLog = logSeconds(view.initSeconds(action));
    float runUnknown = Float.isNaN(runSeconds) ? 1 : 0;
    float actionInflightLog = log1p(actionInflight);
    float overloaded = view.fits(candidates[0], action) ? 0 : 1;
    float inflightOfAllLog = log1p(inflightOfAll);
    float reservedShareLog = log1p(share(sums.reservedMb(), sums.memoryMb()));
    float queuedOfAllLog = log1p(queuedOfAll);
    float idleWarmLog = log1p(sums.actionIdleWarm());
    float size = view.size();
    for (int c = 0, at = 0; c < count; c++, at += width) {
      int position = candidates[c];
      int memoryMb = view.memoryMb(position);
      int freeMb = view.freeMemoryMb(position);
      int idleMb = view.idleMemoryMb(position);
      int inflight = view.inflight(position);
      int ofAction = view.inflight(position, action);
      float cores = view.cores(position);
      float inflightPerCore = share(inflight, cores);
      float queuedPerCore = share(view.queued(position), cores);
      float reservedPerCore = reservedPerCore(memoryMb, freeMb, cores);
      float workSeconds = share(view.workMbSeconds(position), memoryMb);
      int place = walk.place(position);
      rows[at] = runLog;
      rows[at + 1] = initLog;
      rows[at + 2] = initLog - runLog;
      rows[at + 3] = runUnknown;
      rows[at + 4] = log(share(actionMb, memoryMb));
      rows[at + 5] = actionInflightLog;
      rows[at + 6] = overloaded;
      rows[at + 7] = inflightOfAllLog;
      rows[at + 8] = reservedShareLog;
      rows[at + 9] = queuedOfAllLog;
      rows[at + 10] = idleWarmLog;
      rows[at + 11] = room(freeMb, actionMb, memoryMb);
      rows[at + 12] = log1p(inflight);
      rows[at + 13] = log1p(inflightPerCore);
      rows[at + 14] = view.idleWarm(position, action) > 0 ? 1 : 0;
      rows[at + 15] = ofAction / (1f + inflight);
      rows[at + 16] = log1p(ofAction);
      rows[at + 17] = Math.min(1, ofAction / (1f + actionInflight));
      rows[at + 18] = log1p(queuedPerCore);
      rows[at + 19] = share(idleMb, memoryMb);
      rows[at + 20] = roomBesideIdle(freeMb, idleMb, actionMb, memoryMb);
      rows[at + 21] = reservedLog(reservedPerCore);
      rows[at + 22] = sizeToMean(memoryMb, meanMb);
      rows[at + 23] = memoryPerCore(memoryMb, cores);
      rows[at + 24] = reservedToCluster(reservedPerCore, reservedOfAll);
      rows[at + 25] = inflightToCluster(inflightPerCore, inflightOfAll);
      rows[at + 26] = queuedToCluster(queuedPerCore, queuedOfAll);
      rows[at + 27] = workToCluster(workSeconds, workOfAll);
      rows[at + 28] = log1p(workSeconds);
      rows[at + 29] = place / size;
      rows[at + 30] = 1f / (1 + place);
    }
  }
}
