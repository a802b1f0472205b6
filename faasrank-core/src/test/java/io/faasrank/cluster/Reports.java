package io.faasrank.cluster;

import java.util.Arrays;
import java.util.List;

/** Reports as an invoker would write them. */
final class Reports {

  static final long NOON = 1_767_268_800_000L;

  private Reports() {}

  static InvokerReport full() {
    return new InvokerReport(
        3,
        "invoker-3.example",
        NOON - 60_000,
        NOON,
        resources(),
        new ContainerReport(
            2048,
            512,
            768,
            2,
            null,
            17,
            1,
            0,
            List.of(
                new ActionReport("guest", "guest/DH", 256, 2, 1, 5, 812.4, 41, 96.25),
                new ActionReport("guest", "guest/pkg/EG", 256, 1, null, 1, 401, 1, 12))));
  }

  static InvokerReport ofAgent() {
    return new InvokerReport(3, "invoker-3.example", null, NOON, resources(), null);
  }

  static ResourceReport resources() {
    double[] values = new double[ResourceMetric.COUNT];
    Arrays.setAll(values, i -> i * 1.5);
    values[ResourceMetric.DISK_READ.ordinal()] = Double.NaN;
    return new ResourceReport(NOON - 300, 1000.25, 8, values);
  }
}
