package io.faasrank.metrics.container;

import io.faasrank.cluster.ActionReport;
import io.faasrank.cluster.ReportBounds;

/** What was measured of one revision of an action. Guarded by its book. */
final class ActionStatistics {

  private final ActionIdentity action;
  private final int memoryMb;
  private final MeanTime initialisations = new MeanTime();
  private final MeanTime runs = new MeanTime();

  ActionStatistics(ActionIdentity action, int memoryMb) {
    this.action = action;
    this.memoryMb = memoryMb;
  }

  ActionIdentity action() {
    return action;
  }

  void initialised(double millis) {
    initialisations.add(millis);
  }

  void ran(double millis) {
    runs.add(millis);
  }

  ActionReport report(int idleWarm, int running) {
    return new ActionReport(
        action.namespace(),
        action.name(),
        memoryMb,
        idleWarm,
        running,
        initialisations.count,
        initialisations.millis,
        runs.count,
        runs.millis);
  }

  private static final class MeanTime {

    private long count;
    private double millis;

    /** NaN is not counted, nor a time that a step of the wall clock made negative or infinite. */
    void add(double value) {
      if (value >= 0 && value <= ReportBounds.DURATION_MILLIS) {
        count++;
        millis += (value - millis) / count;
      }
    }
  }
}
