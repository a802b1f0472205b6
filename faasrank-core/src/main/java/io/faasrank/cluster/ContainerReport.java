package io.faasrank.cluster;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The containers of an invoker at one instant: what Table I(b) is made of.
 *
 * @param userMemoryMb memory of the invoker for action containers, in MB
 * @param reservedMemoryMb memory of the containers that work for an activation or are being created
 *     for one, in MB
 * @param idleMemoryMb memory of the other containers, warm or prewarmed, in MB; evicted when
 *     activations need it
 * @param inflight activations that the invoker has begun, from the creation or resumption of their
 *     container to the end of their run
 * @param queued activations that wait for memory in the invoker's buffer; null where unknown, as
 *     seen through a container factory
 * @param creations containers created since the invoker started
 * @param creationFailures creations that failed since the invoker started
 * @param instrumentationFailures failures of the metrics module's own code since the invoker
 *     started; above 0 the other numbers may be off
 * @param actions the actions known, most recently used first
 */
public record ContainerReport(
    int userMemoryMb,
    int reservedMemoryMb,
    int idleMemoryMb,
    int inflight,
    @Nullable Integer queued,
    long creations,
    long creationFailures,
    long instrumentationFailures,
    List<ActionReport> actions) {

  public ContainerReport {
    actions = List.copyOf(actions);
  }

  /** The same with other actions. */
  ContainerReport withActions(List<ActionReport> others) {
    return new ContainerReport(
        userMemoryMb,
        reservedMemoryMb,
        idleMemoryMb,
        inflight,
        queued,
        creations,
        creationFailures,
        instrumentationFailures,
        others);
  }
}
