package io.faasrank.loadbalancer.decision;

import io.faasrank.loadbalancer.observe.Meters;
import io.faasrank.loadbalancer.observe.OperatorMetric;
import io.faasrank.loadbalancer.observe.Series;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;

/** The counters of one placer, a policy or hashing, looked up once instead of per activation. */
final class PlacerMeters {

  private final LongAdder[] byMode;
  private final LongAdder[] byOutcome;
  private final Meters meters;
  private final Series completionTime;

  PlacerMeters(Meters meters, String placer) {
    this.meters = meters;
    byMode =
        Arrays.stream(Mode.values())
            .map(mode -> meters.counter(OperatorMetric.DECISIONS, mode.label(), placer))
            .toArray(LongAdder[]::new);
    byOutcome =
        Arrays.stream(Outcome.values())
            .map(outcome -> meters.counter(OperatorMetric.OUTCOMES, placer, outcome.label()))
            .toArray(LongAdder[]::new);
    completionTime = Series.of(OperatorMetric.COMPLETION_TIME, placer);
  }

  void opened(Mode mode) {
    byMode[mode.ordinal()].increment();
  }

  /**
   * An activation is over.
   *
   * @param chargedMillis what it took; where it failed, its time limit at least
   */
  void closed(Outcome outcome, long chargedMillis) {
    byOutcome[outcome.ordinal()].increment();
    meters.record(completionTime, chargedMillis);
  }

  /** An acknowledgement of nothing in flight. */
  void ignored() {
    byOutcome[Outcome.IGNORED.ordinal()].increment();
  }
}
