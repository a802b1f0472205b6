package io.faasrank.testbed.invoker;

import io.faasrank.cluster.ContainerReport;
import io.faasrank.cluster.ResourceMetric;
import io.faasrank.cluster.ResourceReport;
import io.faasrank.simulation.InvokerModel;

/** Turns the state of a model into the parts of an invoker's report. */
final class InvokerReporting {

  private static final double MILLIS_PER_SECOND = 1000;

  private InvokerReporting() {}

  /**
   * The resource metrics: changes over a virtual interval, so that the changes per second that a
   * reader makes of them are per virtual second, whatever the time scale.
   *
   * @param sampledAtMillis when the sample was taken by the time of day
   * @param intervalSeconds the model's sampling interval
   */
  static ResourceReport resources(
      InvokerModel model, long sampledAtMillis, double intervalSeconds) {
    float[] perSecond = model.resources();
    double[] values = new double[ResourceMetric.COUNT];
    for (ResourceMetric metric : ResourceMetric.values()) {
      boolean change = metric.kind() == ResourceMetric.Kind.DELTA;
      double value = perSecond[metric.ordinal()];
      values[metric.ordinal()] = change ? value * intervalSeconds : value;
    }
    return new ResourceReport(
        sampledAtMillis,
        intervalSeconds * MILLIS_PER_SECOND,
        (int) Math.ceil(model.size().cores()),
        values);
  }

  /** The containers. As a real invoker, it does not tell how many activations wait. */
  static ContainerReport containers(InvokerModel model, EmulatedFunctions functions) {
    return new ContainerReport(
        model.size().memoryMb(),
        model.containerMemoryMb() - model.idleMemoryMb(),
        model.idleMemoryMb(),
        model.running(),
        null,
        model.creations(),
        0,
        0,
        functions.reports());
  }
}
