package io.faasrank.loadbalancer.cluster;

import java.util.List;

/**
 * What one controller has in flight, as it tells the others through Redis. {@link InflightCodec}
 * writes and reads it.
 *
 * @param controller its id among the controllers
 * @param sampledAtMillis when it looked at its book, in milliseconds since 1970; another time is
 *     another report
 * @param invokers those on which it has anything in flight
 */
public record InflightReport(String controller, long sampledAtMillis, List<OnInvoker> invokers) {

  public InflightReport {
    invokers = List.copyOf(invokers);
  }

  /**
   * On one invoker.
   *
   * @param invoker its number
   * @param reservedMb memory of the containers that the activations need, in MB
   * @param actions at least one
   */
  public record OnInvoker(int invoker, int reservedMb, List<OfAction> actions) {

    public OnInvoker {
      actions = List.copyOf(actions);
    }

    int inflight() {
      return actions.stream().mapToInt(OfAction::inflight).sum();
    }
  }

  /**
   * Of one action.
   *
   * @param namespace of the invoking user
   * @param name fully qualified, without version
   * @param memoryMb memory limit in MB
   * @param inflight activations, at least 1
   */
  public record OfAction(String namespace, String name, int memoryMb, int inflight) {}
}
