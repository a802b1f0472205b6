package io.faasrank.testbed.storm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Guards a storm's figures against measuring nothing, and the plugin's books through faults of
 * invokers, controllers and Redis.
 */
@Timeout(180)
class StormTest {

  @Test
  void measuresWhatHappens() {
    StormResult result = Storm.run(settings(200, 400, 100, 2, false), line -> {});
    assertThat(result.lost()).isZero();
    assertThat(result.activationsPerSecond()).isBetween(1.0, 110.0);
    assertThat(result.reportsPerSecond()).isBetween(1.0, 500.0);
    assertThat(result.reportsTakenPerSecond()).isPositive();
    assertThat(result.decisionP50Micros()).isBetween(0.1, result.decisionP99Micros());
    assertThat(result.stalenessP99Millis()).isGreaterThanOrEqualTo(result.stalenessP50Millis());
    assertThat(result.redisInMb()).isPositive();
    assertThat(result.reportCores()).isPositive();
    assertThat(result.loadCores()).isPositive();
    assertThat(result.values())
        .containsKeys(
            "invokers",
            "activations_per_second",
            "reports_per_second",
            "decision_p50_us",
            "decision_p99_us",
            "staleness_p99_ms",
            "lost",
            "heap_mb");
  }

  @Test
  void takesTheReportsOfOlderPublishersToo() {
    StormResult result = Storm.run(settings(50, 100, 50, 1, true), line -> {});
    assertThat(result.lost()).isZero();
    assertThat(result.reportsTakenPerSecond()).isPositive();
  }

  @Test
  void losesDoublesAndLeaksNothingThroughFaults() {
    SoakResult result = Soak.run(settings(40, 200, 200, 8, false), line -> {});
    assertThat(result.findings()).isEmpty();
    assertThat(result.faults()).isGreaterThanOrEqualTo(9);
    assertThat(result.ended() + result.abandoned()).isEqualTo(result.opened()).isPositive();
  }

  private static StormSettings settings(
      int invokers, int reports, int activations, int seconds, boolean json) {
    return new StormSettings(
        invokers, 100, 20, reports, activations, seconds, json, "faasrank", 0, 2, 1);
  }
}
