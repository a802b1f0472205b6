package io.faasrank.loadbalancer.cluster;

import java.time.Duration;

/**
 * When an invoker that fails is left out of the ranking: {@code faasrank.ejection}.
 *
 * @param interval time between two comparisons of success rates
 * @param baseTime for how long an invoker is left out the first time, and how much longer each
 *     further time
 * @param longestTime bound of that
 * @param mostShare share of the invokers that may be left out at a time, 0 to 1; one always may
 * @param consecutiveFailures failures in a row that eject at once; 0 for never
 * @param fewestInvokers with so many activations, for success rates to be compared
 * @param fewestActivations of an invoker in an interval, for its success rate to be compared
 * @param deviations standard deviations below the mean success rate that eject
 */
public record EjectionSettings(
    boolean enabled,
    Duration interval,
    Duration baseTime,
    Duration longestTime,
    double mostShare,
    int consecutiveFailures,
    int fewestInvokers,
    int fewestActivations,
    double deviations) {

  /** Nobody is left out. */
  static final EjectionSettings OFF =
      new EjectionSettings(
          false, Duration.ofSeconds(10), Duration.ZERO, Duration.ZERO, 0, 0, 2, 1, 1);
}
