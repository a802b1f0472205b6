package io.faasrank.loadbalancer.observe;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps all that it is given. */
public final class RecordingSink implements MetricSink {

  private final Map<Series, Long> counts = new ConcurrentHashMap<>();
  private final Map<Series, Long> gauges = new ConcurrentHashMap<>();
  private final Map<Series, List<Long>> values = new ConcurrentHashMap<>();

  @Override
  public void count(Series series, long increment) {
    counts.merge(series, increment, Long::sum);
  }

  @Override
  public void gauge(Series series, long value) {
    gauges.put(series, value);
  }

  @Override
  public void record(Series series, long value) {
    values.compute(
        series,
        (ignored, before) -> {
          List<Long> list = before == null ? new ArrayList<>() : before;
          list.add(value);
          return list;
        });
  }

  @Override
  public void remove(Series series) {
    gauges.remove(series);
  }

  public Map<Series, Long> counts() {
    return counts;
  }

  public Map<Series, Long> gauges() {
    return gauges;
  }

  /** The values of the distribution, in the order of their coming. */
  public List<Long> values(OperatorMetric metric, String... tags) {
    return values.getOrDefault(Series.of(metric, tags), List.of());
  }
}
