package io.faasrank.loadbalancer.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Guards against counts that are emitted twice or never, against tags out of place, and against a
 * page of metrics that one foreign text makes unreadable.
 */
final class MetersTest {

  private static final Series STALE = Series.of(OperatorMetric.FALLBACKS, "stale_metrics");

  private final RecordingSink sink = new RecordingSink();
  private final Meters meters = new Meters(sink);

  @Test
  void emitsWhatWasAddedSinceTheLastFlush() {
    meters.counter(OperatorMetric.FALLBACKS, "stale_metrics").add(3);
    meters.counter(OperatorMetric.FALLBACKS, "overrun");
    assertThat(sink.counts()).isEmpty();
    meters.flush();
    assertThat(sink.counts()).containsExactly(entry(STALE, 3L));
    meters.counter(OperatorMetric.FALLBACKS, "stale_metrics").increment();
    meters.flush();
    meters.flush();
    assertThat(sink.counts()).containsExactly(entry(STALE, 4L));
    assertThat(meters.total(OperatorMetric.FALLBACKS, "stale_metrics")).isEqualTo(4);
    assertThat(meters.total(OperatorMetric.FALLBACKS, "exception")).isZero();
  }

  @Test
  void asksGaugesAtEachFlush() {
    AtomicLong value = new AtomicLong(7);
    meters.gauge(value::get, OperatorMetric.INFLIGHT);
    meters.flush();
    assertThat(sink.gauges()).containsExactly(entry(Series.of(OperatorMetric.INFLIGHT), 7L));
    value.set(2);
    meters.flush();
    assertThat(sink.gauges()).containsExactly(entry(Series.of(OperatorMetric.INFLIGHT), 2L));
  }

  @Test
  void aGaugeThatIsRemovedIsNeitherAskedNorKept() {
    meters.gauge(() -> 1, OperatorMetric.MODEL, "v1");
    meters.flush();
    meters.removeGauge(OperatorMetric.MODEL, "v1");
    assertThat(sink.gauges()).isEmpty();
    meters.flush();
    assertThat(sink.gauges()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"v\"1", "v\\1", "v\n1", "v{1", "v}1", "v,1", "v=1", "v 1", "v\u00e91"})
  void whatAPageMightNotEscapeIsReplaced(String version) {
    assertThat(Series.of(OperatorMetric.MODEL, version).tags()).containsExactly("v_1");
  }

  @Test
  void usualVersionsStayAsTheyAre() {
    assertThat(Series.of(OperatorMetric.MODEL, "2026-11-24_r2.1+b:7").tags())
        .containsExactly("2026-11-24_r2.1+b:7");
  }

  @Test
  void recordsDistributionsAtOnce() {
    meters.record(Series.of(OperatorMetric.DECISION_TIME, "faasrank"), 5_000);
    assertThat(sink.values(OperatorMetric.DECISION_TIME, "faasrank")).containsExactly(5_000L);
  }

  @Test
  void refusesTagsThatTheMetricDoesNotHave() {
    assertThatThrownBy(() -> meters.counter(OperatorMetric.AGREEMENT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("metric agreement has tags [agrees], got []");
    assertThatThrownBy(() -> Series.of(OperatorMetric.REPORTS, "x"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void namesEachMetricOnceInLowerCase() {
    Set<String> names = new HashSet<>();
    assertThat(Arrays.asList(OperatorMetric.values()))
        .allSatisfy(
            metric -> {
              assertThat(metric.metricName()).matches("[a-z]+(_[a-z]+)*");
              assertThat(names.add(metric.metricName())).isTrue();
              assertThat(metric.tagKeys()).doesNotHaveDuplicates();
            });
  }
}
