package io.faasrank.testbed.cli;

import io.faasrank.cluster.ContainerReport;
import io.faasrank.testbed.invoker.EmulatedInvoker;
import io.faasrank.testbed.invoker.EmulatedInvokers;
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
   * @param busyMb memory of the containers that work
   * @param warmMb memory of the containers that are idle
   */
  record Invoker(int number, int inflight, int busyMb, int warmMb) {

    static Invoker of(EmulatedInvoker invoker) {
      ContainerReport containers = invoker.containers();
      return new Invoker(
          invoker.number(),
          invoker.inflight(),
          containers == null ? 0 : containers.reservedMemoryMb(),
          containers == null ? 0 : containers.idleMemoryMb());
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
