package io.faasrank.loadbalancer.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.loadbalancer.cluster.HandClock;
import io.faasrank.loadbalancer.model.RecordedLog;
import io.faasrank.loadbalancer.observe.Meters;
import io.faasrank.loadbalancer.observe.MetricSink;
import io.faasrank.loadbalancer.observe.OperatorMetric;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Guards an operator who reads the log: against a fallback that begins there and never ends, and
 * against a return that is announced while nothing is ranked.
 */
final class FallbacksTest {

  private static final String BEGINS =
      "warn hashing places activations for now, the first of action guest/DH: too few invokers have"
          + " fresh metrics; further ones are only counted";

  private final HandClock clock = new HandClock();
  private final Meters meters = new Meters(MetricSink.NONE);
  private final RecordedLog log = new RecordedLog();
  private final Fallbacks fallbacks = new Fallbacks(meters, clock, log.logger());

  @Test
  void saysThatItBeginsAndThatRankingIsBack() {
    for (int i = 0; i < 120; i++) {
      second(Fallback.STALE_METRICS);
    }
    assertThat(log.take()).containsExactly(BEGINS);
    for (int i = 0; i < 70; i++) {
      decided();
      second(null);
    }
    assertThat(log.take())
        .containsExactly(
            "info ranking is back: activations left to hashing 120, none for a minute (too few"
                + " invokers have fresh metrics)");
    second(Fallback.STALE_METRICS);
    assertThat(log.take()).containsExactly(BEGINS);
    decided();
    clock.advanceMillis(60_000);
    second(null);
    decided();
    second(null);
    assertThat(log.take()).singleElement().asString().contains("hashing 1, none");
  }

  @Test
  void isNotBackWhileNothingIsRanked() {
    second(Fallback.NO_MODEL);
    assertThat(log.take()).hasSize(1);
    for (int i = 0; i < 300; i++) {
      second(null);
    }
    assertThat(log.take()).isEmpty();
    decided();
    second(null);
    assertThat(log.take()).singleElement().asString().startsWith("info ranking is back");
  }

  @Test
  void oneThatReturnsAfterAQuietMinuteIsSaidAgain() {
    second(Fallback.STALE_METRICS);
    clock.advanceMillis(60_000);
    second(Fallback.STALE_METRICS);
    second(Fallback.STALE_METRICS);
    assertThat(log.take()).containsExactly(BEGINS, BEGINS);
  }

  @Test
  void reasonsEndEachByItself() {
    for (int i = 0; i < 100; i++) {
      decided();
      second(i == 0 ? Fallback.OVERRUN : Fallback.OUT_OF_RANGE);
    }
    assertThat(log.take())
        .filteredOn(line -> line.startsWith("info"))
        .singleElement()
        .asString()
        .contains("a decision took longer");
  }

  private void decided() {
    meters.counter(OperatorMetric.AGREEMENT, "false").increment();
  }

  /** A fallback, or none, and a second later the look of housekeeping. */
  private void second(@Nullable Fallback reason) {
    if (reason != null) {
      fallbacks.count(reason, "guest/DH", null);
    }
    clock.advanceMillis(1_000);
    fallbacks.look();
  }
}
