package io.faasrank.loadbalancer.openwhisk;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.loadbalancer.observe.OperatorMetric;
import io.faasrank.loadbalancer.observe.Series;
import kamon.Kamon;
import kamon.metric.MeasurementUnit;
import kamon.metric.Metric;
import org.apache.openwhisk.common.LogMarkerToken;
import org.apache.openwhisk.common.MetricEmitter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Guards the names that dashboards are made of, with OpenWhisk's tags and without. */
class WhiskMetricsTest {

  private final WhiskMetrics metrics = new WhiskMetrics();

  @BeforeEach
  void forget() {
    MetricEmitter.EMITTED.clear();
  }

  @Test
  void tagsStandBesideTheNameAndInTheSubAction() {
    Series series = Series.of(OperatorMetric.DECISIONS, "canary", "round-robin");
    metrics.count(series, 3);
    metrics.count(series, 4);
    LogMarkerToken token = only("counter", 0);
    assertThat(token.component).isEqualTo("faasrank");
    assertThat(token.action).isEqualTo("decisions");
    assertThat(token.state).isEqualTo("counter");
    assertThat(token.subAction.get()).isEqualTo("canary.round-robin");
    assertThat(token.tags.apply("mode")).isEqualTo("canary");
    assertThat(token.tags.apply("policy")).isEqualTo("round-robin");
    assertThat(MetricEmitter.EMITTED)
        .extracting(MetricEmitter.Emitted::value)
        .containsExactly(3L, 4L);
    // OpenWhisk keeps Kamon's instrument in the token
    assertThat(only("counter", 1)).isSameAs(token);
  }

  @Test
  void timesHaveTheirUnitAndPlainNumbersNone() {
    metrics.record(Series.of(OperatorMetric.DECISION_TIME, "faasrank"), 9000);
    metrics.record(Series.of(OperatorMetric.COMPLETION_TIME, "faasrank"), 90);
    metrics.gauge(Series.of(OperatorMetric.INFLIGHT), 5);
    assertThat(only("histogram", 0).unit).isEqualTo(MeasurementUnit.time().nanoseconds());
    assertThat(only("histogram", 1).unit).isEqualTo(MeasurementUnit.time().milliseconds());
    assertThat(only("gauge", 2).unit).isEqualTo(MeasurementUnit.none());
    assertThat(only("gauge", 2).subAction.isEmpty()).isTrue();
  }

  /** Kamon would show it with its last value for ever. */
  @Test
  void whatIsRemovedLeavesKamonsPage() {
    Series series = Series.of(OperatorMetric.MODEL, "v1");
    metrics.gauge(series, 1);
    LogMarkerToken token = only("gauge", 0);
    token.gauge().update(1);
    assertThat(inKamon(token.name())).isTrue();
    metrics.remove(series);
    assertThat(MetricEmitter.EMITTED.get(1).value()).as("what it shows at last").isZero();
    assertThat(inKamon(token.name())).as("once more").isTrue();
    assertThat(inKamon(token.name())).isFalse();
    metrics.remove(series);
    metrics.gauge(series, 1);
    token.gauge().update(1);
    assertThat(inKamon(token.name())).as("the same model again").isTrue();
  }

  /** Whether a reporter is given a value of the gauge. */
  private static boolean inKamon(String name) {
    Metric.BaseMetric<?, ?, ?> metric = (Metric.BaseMetric<?, ?, ?>) Kamon.gauge(name);
    return metric.snapshot(true).instruments().nonEmpty();
  }

  private static LogMarkerToken only(String kind, int position) {
    MetricEmitter.Emitted emitted = MetricEmitter.EMITTED.get(position);
    assertThat(emitted.kind()).isEqualTo(kind);
    return emitted.token();
  }
}
