package io.faasrank.metrics.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.cluster.ResourceMetric;
import io.faasrank.cluster.ResourceReport;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Guards the numbers that a scheduler would act on: an interval measured with a clock that was set,
 * a missing value read as 0, an impossible one passed on.
 */
class ResourceSamplerTest {

  private final Deque<HostCounters> readings = new ArrayDeque<>();
  private long nanos;
  private Instant wall = Instant.ofEpochMilli(1_767_268_800_000L);

  @Test
  void changesAreOverTheTrueInterval() {
    ResourceSampler sampler = starting(cpuUser(5000));
    nanos += 1_250_000_000L;
    wall = wall.minusSeconds(86_400);
    readings.add(cpuUser(5600));
    ResourceReport report = sampler.sample();
    assertThat(report.intervalMillis()).isEqualTo(1250);
    assertThat(report.value(ResourceMetric.CPU_USER)).isEqualTo(600);
    assertThat(report.features()[ResourceMetric.CPU_USER.ordinal()]).isEqualTo(480f);
    assertThat(report.sampledAtMillis()).isEqualTo(1_767_182_400_000L);
  }

  @Test
  void theNextSampleStartsWhereTheLastEnded() {
    ResourceSampler sampler = starting(cpuUser(0));
    for (int second = 1; second <= 3; second++) {
      nanos += 1_000_000_000L;
      readings.add(cpuUser(100L * second * second));
      ResourceReport report = sampler.sample();
      assertThat(report.value(ResourceMetric.CPU_USER)).isEqualTo((2 * second - 1) * 100.0);
      assertThat(report.intervalMillis()).isEqualTo(1000);
    }
  }

  @Test
  void whatTheHostDoesNotTellIsUnknown() {
    ResourceSampler sampler = starting(cpuUser(1));
    nanos += 1_000_000_000L;
    readings.add(cpuUser(2));
    ResourceReport report = sampler.sample();
    for (ResourceMetric metric : ResourceMetric.values()) {
      if (metric != ResourceMetric.CPU_USER && metric != ResourceMetric.MEMORY_FREE) {
        assertThat(report.value(metric)).as(metric.metricName()).isNaN();
      }
    }
    assertThat(report.value(ResourceMetric.MEMORY_FREE)).isEqualTo(512.5);
  }

  @Test
  void whatNoHostCanReachIsUnknown() {
    ResourceSampler sampler = starting(cpuUser(0));
    nanos += 1_000_000_000L;
    readings.add(cpuUser(2 * 1300 + 1));
    assertThat(sampler.sample().value(ResourceMetric.CPU_USER)).isNaN();
  }

  private ResourceSampler starting(HostCounters first) {
    readings.add(first);
    return new ResourceSampler(readings::remove, () -> nanos, () -> wall.toEpochMilli());
  }

  private static HostCounters cpuUser(long millis) {
    return new HostCounters(
        2,
        Map.of(ResourceMetric.MEMORY_FREE, 512.5),
        Map.of(ResourceMetric.CPU_USER, Map.of("cpu", millis)));
  }
}
