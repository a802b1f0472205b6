package io.faasrank.testbed.controller;

import io.faasrank.loadbalancer.observe.MetricSink;
import io.faasrank.loadbalancer.observe.OperatorMetric;
import io.faasrank.loadbalancer.observe.Series;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * The metrics of one controller in memory. Distributions are HDR histograms of three digits, so a
 * percentile is within 0.1 %. Thread-safe.
 */
public final class MetricTable implements MetricSink {

  private static final int DIGITS = 3;

  private final Map<Series, LongAdder> counters = new ConcurrentHashMap<>();
  private final Map<Series, Long> gauges = new ConcurrentHashMap<>();
  private final Map<Series, Histogram> distributions = new ConcurrentHashMap<>();

  @Override
  public void count(Series series, long increment) {
    counters.computeIfAbsent(series, ignored -> new LongAdder()).add(increment);
  }

  @Override
  public void gauge(Series series, long value) {
    gauges.put(series, value);
  }

  /** Takes a value below 0, which no distribution has, for 0. */
  @Override
  public void record(Series series, long value) {
    distributions
        .computeIfAbsent(series, ignored -> new ConcurrentHistogram(DIGITS))
        .recordValue(Math.max(0, value));
  }

  /** Sum of what was counted; up to a second behind. */
  public long count(OperatorMetric metric, String... tags) {
    LongAdder counter = counters.get(Series.of(metric, tags));
    return counter == null ? 0 : counter.sum();
  }

  /** The last value, up to a second old; 0 before the first. */
  public long gauge(OperatorMetric metric, String... tags) {
    return gauges.getOrDefault(Series.of(metric, tags), 0L);
  }

  /** A copy of the distribution, in the metric's unit; empty before the first value. */
  public Histogram distribution(OperatorMetric metric, String... tags) {
    Histogram distribution = distributions.get(Series.of(metric, tags));
    return distribution == null ? new Histogram(DIGITS) : distribution.copy();
  }
}
