package io.faasrank.loadbalancer.observe;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Counts on the request path, emits off it. A counter is an adder that any thread bumps; {@link
 * #flush}, called about once a second, hands what was added since to the sink, and asks the gauges.
 */
public final class Meters {

  private final Map<Series, LongAdder> counters = new ConcurrentHashMap<>();
  private final Map<Series, LongSupplier> gauges = new ConcurrentHashMap<>();
  private final Map<Series, Long> emitted = new ConcurrentHashMap<>();
  private final MetricSink sink;

  public Meters(MetricSink sink) {
    this.sink = sink;
  }

  /** The counter of the series; the same one each time. It must only be added to. */
  public LongAdder counter(OperatorMetric metric, String... tags) {
    return counters.computeIfAbsent(Series.of(metric, tags), ignored -> new LongAdder());
  }

  /** Reads the gauge's value from the supplier at each flush. */
  public void gauge(LongSupplier value, OperatorMetric metric, String... tags) {
    gauges.put(Series.of(metric, tags), value);
  }

  /** Ends a gauge. By the thread that flushes. */
  public void removeGauge(OperatorMetric metric, String... tags) {
    Series series = Series.of(metric, tags);
    if (gauges.remove(series) != null) {
      sink.remove(series);
    }
  }

  /** One value of a distribution; reaches the sink at once, so not for the request path. */
  public void record(Series series, long value) {
    sink.record(series, value);
  }

  /** What the counter has counted since the start; 0 if it was never used. */
  public long total(OperatorMetric metric, String... tags) {
    LongAdder counter = counters.get(Series.of(metric, tags));
    return counter == null ? 0 : counter.sum();
  }

  /** Emits counters that grew, and all gauges. For one thread. */
  public void flush() {
    counters.forEach(
        (series, counter) -> {
          long total = counter.sum();
          long before = emitted.getOrDefault(series, 0L);
          if (total > before) {
            sink.count(series, total - before);
            emitted.put(series, total);
          }
        });
    gauges.forEach((series, value) -> sink.gauge(series, value.getAsLong()));
  }
}
