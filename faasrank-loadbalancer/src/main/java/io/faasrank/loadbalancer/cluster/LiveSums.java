package io.faasrank.loadbalancer.cluster;

import io.faasrank.cluster.ClusterSums;
import io.faasrank.cluster.WorkEstimate;
import io.faasrank.loadbalancer.cluster.PoolSums.Quantity;

/** The book's sums as they were when a decision first asked, so that all its rows see the same. */
final class LiveSums implements ClusterSums {

  private int invokers;
  private float cores;
  private float memoryMb;
  private float reservedMb;
  private int inflight;
  private int queued;
  private float workMbSeconds;
  private int actionInflight;
  private int actionIdleWarm;

  void read(PoolSums sums, Pool pool, ActionBook action) {
    invokers = (int) sums.get(Quantity.INVOKERS);
    cores = (float) (sums.get(Quantity.MILLI_CORES) / 1000.0);
    memoryMb = sums.get(Quantity.MEMORY_MB);
    reservedMb = sums.get(Quantity.RESERVED_MB);
    inflight = (int) sums.get(Quantity.INFLIGHT);
    queued = (int) sums.get(Quantity.QUEUED);
    workMbSeconds = WorkEstimate.mbSeconds(sums.get(Quantity.WORK_MB_MILLIS));
    int onUnusable = 0;
    int idleOnUnusable = 0;
    for (int invoker : pool.unusable()) {
      onUnusable += action.inflight(invoker);
      idleOnUnusable += action.idle(invoker);
    }
    actionInflight = Math.max(0, action.inflight() - onUnusable);
    actionIdleWarm = Math.max(0, action.idle() - idleOnUnusable);
  }

  @Override
  public int invokers() {
    return invokers;
  }

  @Override
  public float cores() {
    return cores;
  }

  @Override
  public float memoryMb() {
    return memoryMb;
  }

  @Override
  public float reservedMb() {
    return reservedMb;
  }

  @Override
  public int inflight() {
    return inflight;
  }

  @Override
  public int queued() {
    return queued;
  }

  @Override
  public float workMbSeconds() {
    return workMbSeconds;
  }

  @Override
  public int actionInflight() {
    return actionInflight;
  }

  @Override
  public int actionIdleWarm() {
    return actionIdleWarm;
  }
}
