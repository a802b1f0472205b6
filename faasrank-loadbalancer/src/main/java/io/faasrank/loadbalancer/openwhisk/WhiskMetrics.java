package io.faasrank.loadbalancer.openwhisk;

import io.faasrank.loadbalancer.observe.MetricSink;
import io.faasrank.loadbalancer.observe.OperatorMetric;
import io.faasrank.loadbalancer.observe.Series;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import kamon.metric.MeasurementUnit;
import org.apache.openwhisk.common.LogMarkerToken;
import org.apache.openwhisk.common.LoggingMarkers;
import org.apache.openwhisk.common.MetricEmitter;
import scala.Option;
import scala.collection.immutable.Map$;

/**
 * Hands metrics to OpenWhisk's own emitter, under the component {@code faasrank}. OpenWhisk drops
 * them unless {@code whisk.metrics.kamon-enabled} is set.
 *
 * <p>With {@code whisk.metrics.kamon-tags-enabled} a series' tags are tags; without, OpenWhisk puts
 * their values into the name, joined by points.
 */
final class WhiskMetrics implements MetricSink {

  private static final String COMPONENT = "faasrank";

  private final Map<Series, LogMarkerToken> tokens = new ConcurrentHashMap<>();

  @Override
  public void count(Series series, long increment) {
    MetricEmitter.emitCounterMetric(token(series), increment);
  }

  @Override
  public void gauge(Series series, long value) {
    MetricEmitter.emitGaugeMetric(token(series), value);
  }

  @Override
  public void record(Series series, long value) {
    MetricEmitter.emitHistogramMetric(token(series), value);
  }

  /** Kamon keeps a gauge with its last value until it is told, and shows that once more then. */
  @Override
  public void remove(Series series) {
    LogMarkerToken token = tokens.remove(series);
    if (token != null) {
      MetricEmitter.emitGaugeMetric(token, 0);
      boolean unused = token.gauge().remove();
    }
  }

  private LogMarkerToken token(Series series) {
    return tokens.computeIfAbsent(series, WhiskMetrics::newToken);
  }

  private static LogMarkerToken newToken(Series series) {
    OperatorMetric metric = series.metric();
    List<String> values = series.tags();
    scala.collection.immutable.Map<String, String> tags = Map$.MODULE$.empty();
    for (int i = 0; i < values.size(); i++) {
      tags = tags.updated(metric.tagKeys().get(i), values.get(i));
    }
    Option<String> subAction =
        values.isEmpty() ? Option.empty() : Option.apply(String.join(".", values));
    return new LogMarkerToken(
        COMPONENT, metric.metricName(), LoggingMarkers.counter(), subAction, tags, unit(metric));
  }

  private static MeasurementUnit unit(OperatorMetric metric) {
    return switch (metric.unit()) {
      case "nanoseconds" -> MeasurementUnit.time().nanoseconds();
      case "milliseconds" -> MeasurementUnit.time().milliseconds();
      default -> MeasurementUnit.none();
    };
  }
}
