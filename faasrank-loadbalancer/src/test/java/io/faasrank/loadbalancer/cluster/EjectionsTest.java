package io.faasrank.loadbalancer.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.loadbalancer.observe.Meters;
import io.faasrank.loadbalancer.observe.OperatorMetric;
import io.faasrank.loadbalancer.observe.RecordingSink;
import io.faasrank.loadbalancer.observe.Series;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Guards against an invoker that fails and is ranked, one that never returns, and against leaving
 * out invokers for what is not their fault.
 */
final class EjectionsTest {

  private static final int INVOKERS = 10;

  private final RecordingSink sink = new RecordingSink();
  private final Meters meters = new Meters(sink);
  private final HandClock clock = new HandClock();
  private final Ejections ejections =
      new Ejections(settings(5, 0.3), () -> INVOKERS, clock, meters);
  private final Pool pool = pool();

  private static EjectionSettings settings(int inARow, double mostShare) {
    return new EjectionSettings(
        true,
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofSeconds(70),
        mostShare,
        inARow,
        5,
        20,
        1.9);
  }

  private static Pool pool() {
    boolean[] usable = new boolean[INVOKERS];
    Arrays.fill(usable, true);
    return new Pool(false, 0, usable, new int[INVOKERS]);
  }

  /** Each invoker ends so many activations, and those named fail a share of theirs. */
  private void interval(Ejections of, int activations, int failEvery, Integer... failing) {
    for (int a = 0; a < activations; a++) {
      for (int i = 0; i < INVOKERS; i++) {
        of.ended(i, List.of(failing).contains(i) && a % failEvery == 0);
      }
    }
    clock.advanceMillis(10_000);
    of.sweep();
  }

  private List<Integer> out(Ejections of) {
    Pool remaining = of.remaining(pool);
    List<Integer> out = new ArrayList<>();
    for (int i = 0; i < INVOKERS; i++) {
      if (!remaining.usable(i)) {
        out.add(i);
      }
    }
    return out;
  }

  @Test
  void whileNobodyFailsThePoolIsTheSameObject() {
    interval(ejections, 30, 1);
    assertThat(ejections.remaining(pool)).isSameAs(pool);
  }

  @Test
  void consecutiveFailuresEjectAtOnce() {
    interval(ejections, 3, 1);
    for (int i = 0; i < 4; i++) {
      ejections.ended(7, true);
    }
    assertThat(out(ejections)).isEmpty();
    ejections.ended(7, true);
    assertThat(out(ejections)).containsExactly(7);
    assertThat(ejections.remaining(pool)).isSameAs(ejections.remaining(pool));
    assertThat(meters.total(OperatorMetric.EJECTIONS, "failures_in_a_row")).isEqualTo(1);
    meters.flush();
    assertThat(sink.gauges()).containsEntry(Series.of(OperatorMetric.EJECTED), 1L);
  }

  @Test
  void successBetweenFailuresIsNoRow() {
    interval(ejections, 3, 1);
    for (int i = 0; i < 40; i++) {
      ejections.ended(7, i % 5 != 0);
    }
    assertThat(out(ejections)).isEmpty();
  }

  @Test
  void aSuccessRateFarBelowTheOthersEjects() {
    interval(ejections, 40, 2, 4);
    assertThat(out(ejections)).containsExactly(4);
    assertThat(meters.total(OperatorMetric.EJECTIONS, "success_rate")).isEqualTo(1);
  }

  @Test
  void tooFewActivationsSayNothing() {
    interval(ejections, 19, 2, 4);
    assertThat(out(ejections)).isEmpty();
  }

  @Test
  void whenMostFailNobodyIsToBlame() {
    interval(ejections, 3, 1, 0, 1, 2, 3, 4, 5);
    for (int i = 0; i < 20; i++) {
      for (int invoker = 0; invoker < INVOKERS; invoker++) {
        ejections.ended(invoker, true);
      }
    }
    assertThat(out(ejections)).isEmpty();
  }

  @Test
  void noMoreThanTheShareIsLeftOut() {
    interval(ejections, 30, 1);
    for (int invoker = 0; invoker < 5; invoker++) {
      for (int i = 0; i < 6; i++) {
        ejections.ended(invoker, true);
      }
    }
    assertThat(out(ejections)).containsExactly(0, 1, 2);
    Ejections least = new Ejections(settings(5, 0), () -> INVOKERS, clock, meters);
    interval(least, 30, 1);
    for (int invoker = 0; invoker < 5; invoker++) {
      for (int i = 0; i < 6; i++) {
        least.ended(invoker, true);
      }
    }
    assertThat(out(least)).as("one always may").containsExactly(0);
  }

  @Test
  void itReturnsAndIsAwayForLongerEachTimeUpToABound() {
    interval(ejections, 3, 1);
    // swept every 10 s, so that a time of 70 s is over with the seventh sweep
    for (int sweeps : new int[] {3, 6, 7, 7}) {
      for (int i = 0; i < 5; i++) {
        ejections.ended(2, true);
      }
      for (int i = 1; i < sweeps; i++) {
        interval(ejections, 1, 1);
        assertThat(out(ejections)).containsExactly(2);
      }
      // what was in flight there still fails, which changes nothing
      clock.advanceMillis(10_000);
      ejections.sweep();
      assertThat(out(ejections)).isEmpty();
    }
  }

  @Test
  void goodConductShortensTheNextTime() {
    interval(ejections, 3, 1);
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 5; i++) {
        ejections.ended(2, true);
      }
      for (int i = 0; i < 3; i++) {
        interval(ejections, 1, 1);
      }
      assertThat(out(ejections)).isEmpty();
      interval(ejections, 1, 1);
    }
  }

  @Test
  void blackboxInvokersAreLeftOutByTheirNumbers() {
    interval(ejections, 3, 1);
    for (int i = 0; i < 5; i++) {
      ejections.ended(9, true);
    }
    Pool last = new Pool(true, 8, new boolean[] {true, true}, new int[2]);
    assertThat(ejections.remaining(last).usable(0)).isTrue();
    assertThat(ejections.remaining(last).usable(1)).isFalse();
    assertThat(out(ejections)).containsExactly(9);
  }

  @Test
  void switchedOffNobodyIsLeftOut() {
    Ejections off = Ejections.none(meters);
    for (int i = 0; i < 100; i++) {
      off.ended(1, true);
    }
    off.sweep();
    assertThat(off.remaining(pool)).isSameAs(pool);
  }
}
