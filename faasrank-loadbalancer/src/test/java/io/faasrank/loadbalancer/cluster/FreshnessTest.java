package io.faasrank.loadbalancer.cluster;

import static io.faasrank.loadbalancer.cluster.ReportDraft.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.loadbalancer.observe.Meters;
import io.faasrank.loadbalancer.observe.RecordingSink;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Guards against metrics used after their time or before: each state at its edges. */
final class FreshnessTest {

  private static final double A_NANOSECOND = 1e-6;

  private final HandClock clock = new HandClock();

  @Test
  void isAbsentUntilTheFirstReport() {
    ClusterBook book = book(1_000);
    assertThat(state(book)).isEqualTo(Freshness.ABSENT);
    book.dispatched(book.actions().book("guest", "guest/DH", 256), 4, 1);
    assertThat(state(book)).isEqualTo(Freshness.ABSENT);
  }

  @Test
  void isNotYetUsableUntilItHasSettledAndStaleAfterItsTime() {
    ClusterBook book = book(1_000);
    report(book, NOON);
    assertThat(state(book)).isEqualTo(Freshness.NOT_YET_USABLE);
    clock.advanceMillis(1_000 - A_NANOSECOND);
    assertThat(state(book)).isEqualTo(Freshness.NOT_YET_USABLE);
    clock.advanceMillis(A_NANOSECOND);
    assertThat(state(book)).isEqualTo(Freshness.FRESH);
    clock.advanceMillis(4_000);
    assertThat(state(book)).isEqualTo(Freshness.FRESH);
    clock.advanceMillis(A_NANOSECOND);
    assertThat(state(book)).isEqualTo(Freshness.STALE);
  }

  @Test
  void settlesAgainAfterAGap() {
    ClusterBook book = book(1_000);
    report(book, NOON);
    clock.advanceMillis(5_001);
    report(book, NOON + 5_001);
    assertThat(state(book)).isEqualTo(Freshness.NOT_YET_USABLE);
    clock.advanceMillis(1_000);
    assertThat(state(book)).isEqualTo(Freshness.FRESH);
  }

  @Test
  void staysFreshWhileReportsComeInTime() {
    ClusterBook book = book(1_000);
    for (int i = 0; i < 20; i++) {
      report(book, NOON + i * 4_900L);
      clock.advanceMillis(4_900);
      assertThat(state(book)).isEqualTo(Freshness.FRESH);
    }
  }

  @Test
  void countsTheAgeFromTheSamplingNotFromTheArrival() {
    ClusterBook book = book(0);
    report(book, NOON);
    clock.advanceMillis(4_000);
    // was sampled three seconds ago
    report(book, NOON + 1_000);
    clock.advanceMillis(1_990);
    assertThat(state(book)).isEqualTo(Freshness.FRESH);
    clock.advanceMillis(20);
    assertThat(state(book)).isEqualTo(Freshness.STALE);
  }

  @Test
  void needsNoTimeToSettleWhenNoneIsAsked() {
    ClusterBook book = book(0);
    report(book, NOON);
    assertThat(state(book)).isEqualTo(Freshness.FRESH);
  }

  private ClusterBook book(long settleMillis) {
    return new ClusterBook(
        new FreshnessSettings(Duration.ofSeconds(5), Duration.ofMillis(settleMillis), 0.5),
        100,
        clock);
  }

  private static void report(ClusterBook book, long sampledAtMillis) {
    new ReportIntake(book, new Meters(new RecordingSink()))
        .take(new ReportDraft(4, sampledAtMillis).json());
  }

  private Freshness state(ClusterBook book) {
    return book.freshness(4, clock.getAsLong());
  }
}
