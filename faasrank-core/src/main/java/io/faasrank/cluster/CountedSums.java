package io.faasrank.cluster;

import org.jspecify.annotations.Nullable;

/**
 * The sums as they are defined: counted over all usable invokers, one by one, when first asked for.
 * For views that keep none up to date.
 */
public final class CountedSums implements ClusterSums {

  private final ClusterView view;
  private boolean counted;
  private @Nullable Action countedAction;
  private int invokers;
  private double cores;
  private long memoryMb;
  private long reservedMb;
  private int inflight;
  private int queued;
  private double workMbSeconds;
  private int actionInflight;
  private int actionIdleWarm;

  public CountedSums(ClusterView view) {
    this.view = view;
  }

  /** To be called when the clock or the cluster has moved. */
  public void outdated() {
    counted = false;
    countedAction = null;
  }

  /** The sums for an action: the last ones where they are of this action and not outdated. */
  public ClusterSums of(Action action) {
    if (!counted) {
      count();
      counted = true;
    }
    if (!action.equals(countedAction)) {
      count(action);
      countedAction = action;
    }
    return this;
  }

  private void count() {
    invokers = 0;
    cores = 0;
    memoryMb = 0;
    reservedMb = 0;
    inflight = 0;
    queued = 0;
    workMbSeconds = 0;
    for (int i = 0; i < view.size(); i++) {
      if (view.usable(i)) {
        invokers++;
        cores += view.cores(i);
        memoryMb += view.memoryMb(i);
        reservedMb += Math.max(0, view.memoryMb(i) - view.freeMemoryMb(i));
        inflight += view.inflight(i);
        queued += view.queued(i);
        workMbSeconds += view.workMbSeconds(i);
      }
    }
  }

  private void count(Action action) {
    actionInflight = 0;
    actionIdleWarm = 0;
    for (int i = 0; i < view.size(); i++) {
      if (view.usable(i)) {
        actionInflight += view.inflight(i, action);
        actionIdleWarm += view.idleWarm(i, action);
      }
    }
  }

  @Override
  public int invokers() {
    return invokers;
  }

  @Override
  public float cores() {
    return (float) cores;
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
    return (float) workMbSeconds;
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
