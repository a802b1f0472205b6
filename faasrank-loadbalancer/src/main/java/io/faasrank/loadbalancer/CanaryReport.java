package io.faasrank.loadbalancer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.faasrank.canary.Arm;
import io.faasrank.canary.Ruling;
import io.faasrank.canary.Tally;
import io.faasrank.canary.Trial;
import io.faasrank.canary.TrialVerdict;
import io.faasrank.loadbalancer.canary.Canary;
import io.faasrank.loadbalancer.model.ModelBytes;
import io.faasrank.loadbalancer.model.ModelStore;
import io.faasrank.loadbalancer.model.Served;
import io.faasrank.loadbalancer.observe.Meters;
import io.faasrank.loadbalancer.observe.OperatorMetric;
import io.faasrank.loadbalancer.redis.TrialFeed;
import io.faasrank.model.ModelRefusedException;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Reads the candidate of a trial, and shows in the metrics how the trial stands. */
final class CanaryReport implements TrialFeed.Participant {

  /** Ratios and slowdowns are shown in thousandths, up to a million. */
  private static final double MOST = 1e6;

  private final ModelStore models;
  private volatile @Nullable Ruling last;

  CanaryReport(ModelStore models, Canary canary, Meters meters) {
    this.models = models;
    for (TrialVerdict verdict : TrialVerdict.values()) {
      meters.gauge(
          () -> number(ruling -> ruling.verdict() == verdict ? 1 : 0),
          OperatorMetric.CANARY_VERDICT,
          verdict.label());
    }
    meters.gauge(canary::candidatesTurn, OperatorMetric.CANARY_TURN);
    meters.gauge(() -> number(Ruling::pairs), OperatorMetric.CANARY_PAIRS);
    meters.gauge(() -> thousandths(Ruling::ratio), OperatorMetric.CANARY_RATIO, "estimate");
    meters.gauge(() -> thousandths(Ruling::lower), OperatorMetric.CANARY_RATIO, "above");
    meters.gauge(() -> thousandths(Ruling::upper), OperatorMetric.CANARY_RATIO, "below");
    show(meters, Arm.CONTROL);
    show(meters, Arm.CANDIDATE);
  }

  private void show(Meters meters, Arm arm) {
    String label = arm.label();
    meters.gauge(
        () -> thousandths(ruling -> tally(ruling, arm).meanSlowdown()),
        OperatorMetric.CANARY_SLOWDOWN,
        label);
    meters.gauge(
        () -> number(ruling -> (double) tally(ruling, arm).count()),
        OperatorMetric.CANARY_ACTIVATIONS,
        label);
    meters.gauge(
        () -> number(ruling -> (double) tally(ruling, arm).failures()),
        OperatorMetric.CANARY_FAILURES,
        label);
  }

  private static Tally tally(Ruling ruling, Arm arm) {
    return arm == Arm.CONTROL ? ruling.control() : ruling.candidate();
  }

  private long thousandths(ToDoubleFunction<Ruling> value) {
    return number(ruling -> 1000 * value.applyAsDouble(ruling));
  }

  /** 0 where nothing is known. */
  private long number(ToDoubleFunction<Ruling> value) {
    Ruling ruling = last;
    double number = ruling == null ? 0 : value.applyAsDouble(ruling);
    return Double.isFinite(number) ? Math.round(Math.min(1000 * MOST, number)) : 0;
  }

  @Override
  public Served candidate(Trial trial, byte[] bytes, byte[] signature) {
    if (!ModelBytes.digest(bytes).equals(trial.digest())) {
      throw new ModelRefusedException(
          "the trial",
          "its file has digest " + ModelBytes.digest(bytes) + ", not " + trial.digest());
    }
    String signed = signature.length == 0 ? null : new String(signature, UTF_8);
    return models.candidate(trial.version(), bytes, signed);
  }

  @Override
  public void ruled(Ruling ruling) {
    last = ruling;
  }
}
