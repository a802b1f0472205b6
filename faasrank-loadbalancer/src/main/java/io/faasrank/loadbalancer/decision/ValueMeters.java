package io.faasrank.loadbalancer.decision;

import io.faasrank.feature.ValueCounts;
import io.faasrank.loadbalancer.observe.Meters;
import io.faasrank.loadbalancer.observe.OperatorMetric;
import java.util.concurrent.atomic.LongAdder;

/** Counts what decisions encode, by what the model knew of it. */
final class ValueMeters {

  private final LongAdder known;
  private final LongAdder clipped;
  private final LongAdder unknown;

  ValueMeters(Meters meters) {
    known = meters.counter(OperatorMetric.ENCODED_VALUES, "known");
    clipped = meters.counter(OperatorMetric.ENCODED_VALUES, "clipped");
    unknown = meters.counter(OperatorMetric.ENCODED_VALUES, "unknown");
  }

  void count(ValueCounts counts) {
    if (counts.values() > 0) {
      known.add(counts.values() - counts.clipped() - counts.unknown());
      clipped.add(counts.clipped());
      unknown.add(counts.unknown());
    }
  }
}
