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

  /** Twenty reports a second, each 20 ms a second later than the last: as it ends in the view. */
  @Test
  void isStaleSoonAfterABacklogHasGrownPastItsTime() {
    ClusterBook book = book(0);
    double arrives = 0;
    for (int i = 0; i <= 6_000; i++) {
      double sampled = 50.0 * i;
      clock.advanceMillis(1.02 * sampled - arrives);
      arrives = 1.02 * sampled;
      report(book, NOON + Math.round(sampled));
      double age = arrives - sampled;
      if (age < 5_000) {
        assertThat(state(book)).as("%.0f ms old", age).isEqualTo(Freshness.FRESH);
      } else if (age > 5_300) {
        assertThat(state(book)).as("%.0f ms old", age).isEqualTo(Freshness.STALE);
      }
    }
  }

  /** Ten seconds ahead and slewed back by 500 parts in a million; every report arrives at once. */
  @Test
  void isFreshWhileItsClockIsSlewed() {
    ClusterBook book = book(0);
    for (int second = 0; second <= 22_000; second++) {
      report(book, NOON + Math.round(1_000.0 * second + Math.max(0, 10_000 - 0.5 * second)));
      assertThat(state(book)).isEqualTo(Freshness.FRESH);
      clock.advanceMillis(1_000);
    }
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
