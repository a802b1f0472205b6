package io.faasrank.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Guards against generated workloads that miss Table III or are unlike the trace they imitate. */
class GeneratedWorkloadsTest {

  private final GeneratedWorkloads generated = new GeneratedWorkloads(Spacing.UNIFORM, 0.3, 1);

  @Test
  void callsAndLengthAreTableThrees() {
    for (WorkloadShape shape : WorkloadShape.all()) {
      for (int repetition = 0; repetition < 50; repetition++) {
        InvocationCounts counts = generated.counts(shape, repetition);
        assertThat(counts.total()).isEqualTo(shape.calls());
        assertThat(counts.seconds()).isEqualTo(shape.lengthSeconds());
        assertThat(counts.inSecond(shape.lengthSeconds() - 1)).isPositive();
        for (int f = 0; f < 10; f++) {
          assertThat(counts.ofFunction(f)).isPositive();
        }
      }
    }
  }

  /** The trace's means, measured by drawing 200 repetitions of M1 to M10: 3.3 and 0.43. */
  @Test
  void burstinessAndLargestShareAreNearTheTraces() {
    List<InvocationCounts> all = new ArrayList<>();
    for (WorkloadShape shape : WorkloadShape.select("M1..M10")) {
      for (int repetition = 0; repetition < 200; repetition++) {
        all.add(generated.counts(shape, repetition));
      }
    }

    assertThat(
            all.stream().mapToDouble(InvocationCounts::indexOfDispersion).average().orElseThrow())
        .isCloseTo(3.3, within(0.7));
    assertThat(all.stream().mapToDouble(InvocationCounts::largestShare).average().orElseThrow())
        .isCloseTo(0.43, within(0.03));
  }

  @ParameterizedTest
  @EnumSource
  void aPatternSpreadsExactlyItsCalls(ArrivalPattern pattern) {
    for (int calls : new int[] {1, 2, 7, 59, 60, 61, 400}) {
      for (int seconds : new int[] {1, 2, 60}) {
        int[] counts = pattern.spread(calls, seconds, Seeds.generator(calls, seconds));
        assertThat(counts).hasSize(seconds);
        assertThat(Arrays.stream(counts).sum()).isEqualTo(calls);
      }
    }
  }

  @Test
  void timersAreRegularAndBurstsAreNot() {
    assertThat(ArrivalPattern.TIMER.spread(120, 60, Seeds.generator(1))).containsOnly(2);
    int[] every = ArrivalPattern.TIMER.spread(6, 60, Seeds.generator(1));
    int first = 0;
    while (every[first] == 0) {
      first++;
    }
    assertThat(first).isLessThan(10);
    for (int second = 0; second < 60; second++) {
      assertThat(every[second]).isEqualTo(second % 10 == first ? 1 : 0);
    }
    assertThat(Arrays.stream(ArrivalPattern.BURSTY.spread(400, 60, Seeds.generator(1))))
        .filteredOn(count -> count > 0)
        .hasSizeBetween(1, 18);
  }
}
