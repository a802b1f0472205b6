package io.faasrank.testbed.learn;

import io.faasrank.cluster.ActionReport;
import io.faasrank.cluster.ContainerReport;
import io.faasrank.cluster.InvokerReport;
import io.faasrank.cluster.ReportCodec;
import io.faasrank.cluster.ResourceMetric;
import io.faasrank.cluster.ResourceReport;
import java.util.ArrayList;
import java.util.List;

/** Reports of invokers on which the six actions of {@link LateReplayTest} were measured. */
final class LateReports {

  /** 29 November 2026, 13:00 UTC. */
  private static final long START_MILLIS = 1_795_957_200_000L;

  private LateReports() {}

  /** An invoker's report of that time. */
  static byte[] report(int invoker, long millis) {
    List<ActionReport> actions = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      actions.add(
          new ActionReport("guest", "guest/a" + i, 256, 0, null, 5, 800, 20, 100 + 80.0 * i));
    }
    double[] values = new double[ResourceMetric.COUNT];
    values[ResourceMetric.CPU_IDLE.ordinal()] = 4000;
    long now = START_MILLIS + millis;
    return ReportCodec.encode(
        new InvokerReport(
            invoker,
            "invoker" + invoker,
            START_MILLIS,
            now,
            new ResourceReport(now, 1000, 8, values),
            new ContainerReport(1024, 0, 0, 0, 0, 3, 0, 0, actions)));
  }
}
