package io.faasrank.testbed.learn;

import io.faasrank.cluster.ActionReport;
import io.faasrank.cluster.ContainerReport;
import io.faasrank.cluster.InvokerReport;
import io.faasrank.cluster.ReportCodec;
import io.faasrank.cluster.ResourceMetric;
import io.faasrank.cluster.ResourceReport;
import io.faasrank.loadbalancer.cluster.ReportIntake;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Reports with all that may be in one: restarts, unknown values, late ones, and none of containers.
 */
final class RandomReports {

  private static final int ACTIONS = 24;

  private RandomReports() {}

  /** Gives the intake a report of the invoker. */
  static void take(
      ReportIntake intake, SplittableRandom random, int invoker, EventReplayTest clocks) {
    long sampledMillis = clocks.sampledMillis() - random.nextInt(300);
    double[] values =
        random.doubles(ResourceMetric.COUNT, 0, 500).map(v -> v < 25 ? Double.NaN : v).toArray();
    InvokerReport report =
        new InvokerReport(
            invoker,
            "invoker" + invoker,
            clocks.startedAtMillis(invoker, random.nextInt(100) == 0),
            sampledMillis,
            new ResourceReport(sampledMillis, 1000, 8, values),
            random.nextInt(20) == 0 ? null : containers(random));
    intake.take(ReportCodec.encode(report));
  }

  private static ContainerReport containers(SplittableRandom random) {
    List<ActionReport> actions = new ArrayList<>();
    for (int kind = 0; kind < ACTIONS; kind++) {
      if (random.nextBoolean()) {
        actions.add(
            new ActionReport(
                "guest",
                "guest/a" + kind,
                128 << (kind % 3),
                random.nextInt(3),
                random.nextBoolean() ? null : random.nextInt(3),
                random.nextInt(100),
                500 * random.nextDouble(),
                random.nextInt(1_000),
                2_000 * random.nextDouble()));
      }
    }
    return new ContainerReport(
        2048,
        128 * random.nextInt(16),
        128 * random.nextInt(16),
        random.nextInt(10),
        random.nextBoolean() ? null : random.nextInt(5),
        100,
        0,
        0,
        actions);
  }
}
