package io.faasrank.learn;

import io.faasrank.report.Interval;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How models and rules do on later arrivals than were trained on, in a twin of that later time.
 *
 * @param fromMillis when those arrivals began, in milliseconds since 1970
 * @param blocks stretches of arrivals, each tried under everybody
 * @param activations that count, of all blocks
 * @param bestRule the rule of least mean
 * @param policies the candidate, the model in service, the shipped model, then the rules
 * @param offPolicy what the log itself says of the candidate, by its propensities; null where
 *     nobody asked
 */
public record Judgement(
    long fromMillis,
    int blocks,
    int activations,
    String bestRule,
    List<Judged> policies,
    @Nullable OffPolicy offPolicy) {

  public static final String CANDIDATE = "candidate";
  public static final String SERVING = "serving";
  public static final String SHIPPED = "shipped general";

  /**
   * One of them.
   *
   * @param meanSeconds mean completion time
   * @param p99Seconds its 99th percentile over all blocks
   * @param coldPercent starts in a cold container
   * @param percentOfServing mean completion time, percent of that of the model in service, with an
   *     interval of 95 % by the paired jackknife over blocks
   * @param percentOfHashing the same relative to hashing
   */
  public record Judged(
      String name,
      double meanSeconds,
      double p99Seconds,
      double coldPercent,
      Interval percentOfServing,
      Interval percentOfHashing) {}

  public Judgement {
    policies = List.copyOf(policies);
  }

  /** The one of that name. */
  public Judged of(String name) {
    return policies.stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(name + " was not judged"));
  }
}
