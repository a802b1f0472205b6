package io.faasrank.testbed.controller;

import io.faasrank.loadbalancer.decision.Outcome;
import io.faasrank.testbed.wire.ActivationRecord;
import org.jspecify.annotations.Nullable;

/**
 * How an activation ended.
 *
 * @param invoker number of the invoker that it was sent to
 * @param outcome never {@link ActivationOutcome#IGNORED}
 * @param tookNanos from the submission to the end, in real nanoseconds
 * @param record what its invoker says of it; null when it was not blocking, was closed by force, or
 *     its record was too long for Kafka
 */
public record ActivationResult(
    String activationId,
    int invoker,
    Outcome outcome,
    long tookNanos,
    @Nullable ActivationRecord record) {

  private static final double MILLIS_PER_SECOND = 1000;

  /** Whether its container was initialised for it; false where there is no record. */
  public boolean cold() {
    return record != null && record.initMillis() != null;
  }

  /**
   * How long it waited until its container was there, in seconds as its invoker counts them; NaN
   * where that is not known.
   */
  public double waitSeconds() {
    Long waitMillis = record == null ? null : record.waitMillis();
    return waitMillis == null ? Double.NaN : waitMillis / MILLIS_PER_SECOND;
  }
}
