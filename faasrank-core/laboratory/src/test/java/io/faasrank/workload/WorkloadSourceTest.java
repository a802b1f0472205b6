package io.faasrank.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every source of workloads must keep. Guards against workloads that depend on what was asked
 * before, and against A/A comparisons that change more than they say.
 */
class WorkloadSourceTest {

  private static final String M1 = "M1";
  private static final String M2 = "M2";

  static Stream<WorkloadSource> sources() {
    Trace trace = TestTraces.random(60, 80, 1, 5);
    return Stream.of(
        new TraceWorkloads(trace, Split.ALL, false, Spacing.UNIFORM, 0.3, 7),
        new TraceWorkloads(trace, Split.TRAIN, false, Spacing.EVEN, 0.3, 7),
        new GeneratedWorkloads(Spacing.UNIFORM, 0.3, 7));
  }

  @ParameterizedTest
  @MethodSource("sources")
  void dependsOnItsArgumentsAlone(WorkloadSource source) {
    Workload before = source.workload(M1, 3, 0);
    source.workload(M2, 0, 0);
    source.workload(M1, 4, 1);

    assertThat(source.workload(M1, 3, 0)).isEqualTo(before);
    assertThat(source.workload(M1, 4, 0)).isNotEqualTo(before);
    assertThat(before.name()).isEqualTo("M1");
  }

  @ParameterizedTest
  @MethodSource("sources")
  void anotherReplayKeepsTheCountsPerSecond(WorkloadSource source) {
    Workload one = source.workload(M1, 0, 0);
    Workload other = source.workload(M1, 0, 1);

    assertThat(cells(other)).isEqualTo(cells(one)).isNotEqualTo(cells(source.workload(M1, 1, 0)));
    assertThat(other.arrivals()).doesNotContainAnyElementsOf(one.arrivals());
  }

  @ParameterizedTest
  @MethodSource("sources")
  void endsInTimeAndUsesEveryFunction(WorkloadSource source) {
    for (int repetition = 0; repetition < 20; repetition++) {
      Workload workload = source.workload(M1, repetition, 0);
      assertThat(workload.arrivals())
          .allMatch(a -> a.seconds() < WorkloadShape.named(M1).lengthSeconds());
      assertThat(workload.arrivals().stream().map(Arrival::function).distinct()).hasSize(10);
    }
  }

  /** Function and second of each invocation, in order. */
  private static List<Integer> cells(Workload workload) {
    return workload.arrivals().stream()
        .map(a -> a.function() * 1_000 + (int) a.seconds())
        .sorted()
        .toList();
  }
}
