package io.faasrank.loadbalancer.decision;

import io.faasrank.loadbalancer.observe.Meters;
import io.faasrank.loadbalancer.observe.OperatorMetric;
import io.faasrank.loadbalancer.observe.Series;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;

/** The counters of a {@link WaitingRoom}, looked up once instead of per activation. */
final class WaitingMeters {

  private final LongAdder sent;
  private final LongAdder[] handedOver;
  private final LongAdder faults;
  private final Meters meters;
  private final Series waitedTime = Series.of(OperatorMetric.WAITED_TIME);

  WaitingMeters(Meters meters) {
    this.meters = meters;
    sent = meters.counter(OperatorMetric.SENT_LATE);
    handedOver =
        Arrays.stream(HandedOver.values())
            .map(reason -> meters.counter(OperatorMetric.HANDED_OVER, reason.label()))
            .toArray(LongAdder[]::new);
    faults = meters.counter(OperatorMetric.FAULTS);
  }

  void sent(int waitedMillis) {
    sent.increment();
    meters.record(waitedTime, waitedMillis);
  }

  void handedOver(HandedOver reason) {
    handedOver[reason.ordinal()].increment();
  }

  void fault() {
    faults.increment();
  }
}
