package io.faasrank.workload;

/**
 * One answered call of a {@link BalancerRecord}.
 *
 * @param clients how many clients called at the same time
 * @param balancer what placed it, by its class's name
 * @param seconds when it was called, since the start of its run
 * @param function name
 * @param memoryMb memory limit of the function
 * @param latencySeconds until its answer
 * @param cold whether its container was initialised for it
 * @param invoker where it ran; -1 where unknown
 */
public record RecordedCall(
    int clients,
    String balancer,
    double seconds,
    String function,
    int memoryMb,
    double latencySeconds,
    boolean cold,
    int invoker) {

  /** When it was answered. */
  public double answeredSeconds() {
    return seconds + latencySeconds;
  }
}
