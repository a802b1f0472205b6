package io.faasrank.loadbalancer.cluster;

import static io.faasrank.loadbalancer.cluster.ReportDraft.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Guards against a backlog that passes for a slow clock since many reports came meanwhile, and
 * against a clock that passes for a backlog for hours after it was set, slewed or stopped.
 */
final class ReportClockDriftTest {

  private static final double STALE_MILLIS = 5_000;

  /** Time of the simulated world, in milliseconds since the test began. */
  private final HandClock controller = new HandClock();

  private final ReportClock clock = new ReportClock();
  private double controllerMillis;

  /** 20 ms a second, until reports are 24 seconds old. */
  @ParameterizedTest
  @ValueSource(doubles = {10, 50, 1_000})
  void aGrowingBacklogIsStaleSoonAfterItsTimeHoweverManyReportsCome(double intervalMillis) {
    for (double at = 0; at <= 1_200_000; at += intervalMillis) {
      double trueAge = 0.02 * at;
      double judged = arrives(at + trueAge, at);
      assertThat(judged).as("judged %.0f ms old", trueAge).isLessThanOrEqualTo(trueAge + 1);
      if (trueAge > 5_300) {
        assertThat(judged).as("judged %.0f ms old", trueAge).isGreaterThan(STALE_MILLIS);
      }
    }
  }

  /** Stands for a quarter of a minute as it grows by leaps, never for three parts of a window. */
  @Test
  void aBacklogThatGrowsByLeapsIsAgeAllTheSame() {
    for (double at = 0; at <= 600_000; at += 200) {
      double trueAge = 1_000 * Math.floor(at / 10_000);
      double judged = arrives(at + trueAge, at);
      if (trueAge > 6_000) {
        assertThat(judged).as("judged %.0f ms old", trueAge).isGreaterThan(STALE_MILLIS);
      }
    }
  }

  /** Ten seconds ahead, and slewed back as slowly as Linux does by itself: 500 parts a million. */
  @ParameterizedTest
  @ValueSource(doubles = {50, 1_000, 4_000})
  void aHostThatIsSlewedBackStaysFresh(double intervalMillis) {
    double oldest = 0;
    for (double at = 0; at <= 25_000_000; at += intervalMillis) {
      oldest = Math.max(oldest, arrives(at, at + Math.max(0, 10_000 - 0.0005 * at)));
    }
    assertThat(oldest).isLessThan(3);
  }

  /** By a twelfth, as chrony does: no slower than a backlog, until it is over. */
  @ParameterizedTest
  @ValueSource(doubles = {50, 1_000, 2_000})
  void aHostThatIsSlewedBackQuicklyIsFreshAWindowLater(double intervalMillis) {
    double lastStale = 0;
    for (double at = 0; at <= 300_000; at += intervalMillis) {
      if (arrives(at, at + Math.max(0, 10_000 - at / 12)) > STALE_MILLIS - intervalMillis) {
        lastStale = at;
      }
    }
    assertThat(lastStale).isBetween(100_000.0, 145_000.0);
  }

  /** With delays of delivery up to 40 ms, one report in ten up to 400. */
  @ParameterizedTest
  @CsvSource({"an hour back as its machine was paused, 3600000", "a second back, 900"})
  void aClockThatFellBehindCountsAgainWithinHalfAMinute(String what, double behindMillis) {
    DoubleUnaryOperator delay = at -> at % 7_000 == 0 ? 400 * noise(at) : 5 + 35 * noise(at);
    for (double at = 0; at <= 90_000; at += 1_000) {
      double away = at < 60_000 ? 0 : behindMillis;
      double judged = arrives(at + away + delay.applyAsDouble(at), at);
      if (at == 60_000) {
        assertThat(judged).as(what).isGreaterThan(behindMillis - 100);
      }
      if (at > 85_000) {
        assertThat(judged).as(what).isLessThan(500);
      }
    }
  }

  @Test
  void aControllerThatStoodStillTakesTheBurstAsItIs() {
    for (double at = 0; at <= 20_000; at += 1_000) {
      arrives(at, at);
    }
    // its monotonic clock counts the pause: all that came meanwhile arrives at once
    for (double at = 21_000; at <= 80_000; at += 1_000) {
      assertThat(arrives(80_000, at)).isBetween(80_000 - at - 61, 80_000 - at + 1);
    }
    // it does not count a pause of a minute: the lag falls, and all is as it was
    for (double at = 141_000; at <= 200_000; at += 1_000) {
      assertThat(arrives(at - 60_000, at)).isLessThan(2);
    }
  }

  /** A day's drift would excuse a minute and a half. */
  @Test
  void aLongSilenceExcusesNoOldReport() {
    arrives(0, 0);
    assertThat(arrives(86_400_000, 86_400_000 - 30_000)).isGreaterThan(29_900);
  }

  /** Between 0 and 1, the same for the same time. */
  private static double noise(double at) {
    return Math.abs(Math.sin(at * 12.9898) * 43_758.5453) % 1;
  }

  /**
   * A report arrives; times are in milliseconds since the test began.
   *
   * @param sampled by its invoker's clock
   * @return how old it is judged to be
   */
  private double arrives(double at, double sampled) {
    controller.advanceMillis(at - controllerMillis);
    controllerMillis = at;
    long now = controller.getAsLong();
    long sampledAtMillis = NOON + Math.round(sampled);
    return (now - clock.accept(new ReportDraft(0, sampledAtMillis).report(), now)) / 1e6;
  }
}
