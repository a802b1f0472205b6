package io.faasrank.testbed.controller;

import io.faasrank.loadbalancer.observe.MetricSink;
import io.faasrank.loadbalancer.observe.OperatorMetric;
import io.faasrank.loadbalancer.observe.Series;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * The distributions of one controller in memory, as HDR histograms of three digits, so that a
 * percentile is within 0.1 %. Its counters and gauges are not kept. Thread-safe.
 */
public final class MeterTable implements MetricSink {

  private static final int DIGITS = 3;

  private final Map<Series, Histogram> distributions = new ConcurrentHashMap<>();

  @Override
  public void count(Series series, long increment) {}

  @Override
  public void gauge(Series series, long value) {}

  /** Counts a value below 0 as 0. */
  @Override
  public void record(Series series, long value) {
    distributions
        .computeIfAbsent(series, ignored -> new ConcurrentHistogram(DIGITS))
        .recordValue(Math.max(0, value));
  }

  /** A copy of the distribution, in the metric's unit; empty before the first value. */
  public Histogram distribution(OperatorMetric metric, String... tags) {
    Histogram distribution = distributions.get(Series.of(metric, tags));
    return distribution == null ? new Histogram(DIGITS) : distribution.copy();
  }
}
