package io.faasrank.loadbalancer.cluster;

import static io.faasrank.loadbalancer.cluster.ReportDraft.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.cluster.InvokerReport;
import org.junit.jupiter.api.Test;

/**
 * Guards against reports that count as old because two clocks differ, as new because they were read
 * twice, and against an invoker that is lost for ever once its clock was set.
 */
final class ReportClockTest {

  private static final long STALE = 5_000_000_000L;

  private final HandClock now = new HandClock();
  private final ReportClock clock = new ReportClock();

  @Test
  void takesTheFirstReportAsSampledNow() {
    assertThat(age(report(NOON - 3_600_000))).isZero();
  }

  @Test
  void countsOnlyTheLagBeyondTheShortest() {
    age(report(NOON));
    now.advanceMillis(1_000);
    assertThat(age(report(NOON + 1_000))).isBetween(0.0, 0.001);
    now.advanceMillis(1_300);
    // the shortest lag has grown by one millisecond a second
    assertThat(age(report(NOON + 2_000))).isBetween(298.0, 300.0);
  }

  @Test
  void followsAClockThatRunsSlow() {
    for (int i = 0; i < 5_000; i++) {
      now.advanceMillis(1_000.5);
      assertThat(age(report(NOON + i * 1_000L))).isLessThan(1);
    }
  }

  @Test
  void recoversFromAClockSetBackByLessThanAnInterval() {
    age(report(NOON));
    now.advanceMillis(1_000);
    assertThat(age(report(NOON + 500))).isBetween(498.0, 500.0);
    for (int i = 1; i <= 30; i++) {
      now.advanceMillis(1_000);
      age(report(NOON + 500 + i * 1_000L));
    }
    now.advanceMillis(1_000);
    assertThat(age(report(NOON + 31_500))).isLessThan(1);
  }

  @Test
  void adjustsAtOnceToAClockSetForward() {
    age(report(NOON));
    now.advanceMillis(1_000);
    assertThat(age(report(NOON + 3_600_000))).isZero();
    now.advanceMillis(1_000);
    assertThat(age(report(NOON + 3_601_000))).isLessThan(0.001);
  }

  @Test
  void refusesOlderReportsAndTheSameAgain() {
    age(report(NOON));
    now.advanceMillis(100);
    assertThat(outdated(report(NOON))).isTrue();
    assertThat(outdated(report(NOON - 1))).isTrue();
    assertThat(outdated(report(NOON + 1))).isFalse();
  }

  @Test
  void takesAnOlderReportAfterAGapSinceTheClockWasSetBack() {
    age(report(NOON));
    now.advanceMillis(5_000);
    assertThat(outdated(report(NOON - 600_000))).isTrue();
    now.advanceMillis(0.001);
    assertThat(outdated(report(NOON - 600_000))).isFalse();
    assertThat(age(report(NOON - 600_000))).isZero();
    now.advanceMillis(1_000);
    assertThat(age(report(NOON - 599_000))).isLessThan(0.001);
  }

  @Test
  void neverTakesTheSameReportTwiceHoweverLongAgo() {
    age(report(NOON));
    now.advanceMillis(60_000);
    assertThat(outdated(report(NOON))).isTrue();
  }

  @Test
  void beginsAnewWithAnotherProcess() {
    age(report(NOON));
    now.advanceMillis(1);
    InvokerReport other = new ReportDraft(0, NOON - 60_000).by("host-9").report();
    assertThat(clock.renamed(other)).isTrue();
    assertThat(outdated(other)).isFalse();
    assertThat(age(other)).isZero();
    assertThat(clock.renamed(other)).isFalse();
    now.advanceMillis(120_000);
    assertThat(age(report(NOON + 1_000))).isZero();
  }

  private static InvokerReport report(long sampledAtMillis) {
    return new ReportDraft(0, sampledAtMillis).report();
  }

  private boolean outdated(InvokerReport report) {
    return clock.outdated(report, now.getAsLong(), STALE);
  }

  /** Takes the report in and tells its age in milliseconds. */
  private double age(InvokerReport report) {
    return (now.getAsLong() - clock.accept(report, now.getAsLong())) / 1e6;
  }
}
