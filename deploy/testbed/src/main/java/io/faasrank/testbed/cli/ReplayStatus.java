package io.faasrank.testbed.cli;

import io.faasrank.cluster.ActionReport;
import io.faasrank.cluster.ContainerReport;
import io.faasrank.testbed.invoker.EmulatedInvoker;
import io.faasrank.testbed.invoker.EmulatedInvokers;
import java.util.Comparator;
import java.util.List;

/**
 * Where a replay stands.
 *
 * @param title workload and scheduler
 * @param arrivals activations of the workload
 * @param submitted so far
 * @param completed so far
 */
record ReplayStatus(
    String title, int arrivals, long submitted, long completed, List<Invoker> invokers) {

  /**
   * An invoker.
   *
   * @param inflight activations accepted and not completed, including those that wait for memory
   * @param queued of these, those that wait
   * @param busyMb memory of the containers that work
   * @param warmMb memory of the containers that are idle
   * @param memoryMb memory for containers
   * @param containers by function, those that work and those that are idle
   */
  record Invoker(
      int number,
      int inflight,
      int queued,
      int busyMb,
      int warmMb,
      int memoryMb,
      List<Containers> containers) {

    static Invoker of(EmulatedInvoker invoker) {
      ContainerReport report = invoker.containers();
      if (report == null) {
        return new Invoker(
            invoker.number(), invoker.inflight(), 0, 0, 0, invoker.size().memoryMb(), List.of());
      }
      int inflight = invoker.inflight();
      return new Invoker(
          invoker.number(),
          inflight,
          Math.max(0, inflight - report.inflight()),
          report.reservedMemoryMb(),
          report.idleMemoryMb(),
          invoker.size().memoryMb(),
          report.actions().stream()
              .map(Containers::of)
              .filter(each -> each.count() > 0)
              .sorted(Comparator.comparing(Containers::name))
              .toList());
    }
  }

  /** Containers of a function. */
  record Containers(String name, int count) {

    static Containers of(ActionReport action) {
      Integer running = action.running();
      return new Containers(
          action.name().substring(action.name().lastIndexOf('/') + 1),
          action.idleWarm() + (running == null ? 0 : running));
    }
  }

  static ReplayStatus of(
      String title, int arrivals, long submitted, long completed, EmulatedInvokers fleet) {
    return new ReplayStatus(
        title, arrivals, submitted, completed, fleet.invokers().stream().map(Invoker::of).toList());
  }

  String counts() {
    return "%s of %s submitted, %s completed".formatted(submitted, arrivals, completed);
  }
}
