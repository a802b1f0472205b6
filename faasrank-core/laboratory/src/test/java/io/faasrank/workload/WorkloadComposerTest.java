package io.faasrank.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Guards against draws that are not what the trace says: functions drawn twice, windows that run
 * over the end, counts of other minutes, and always the same functions.
 */
class WorkloadComposerTest {

  private static final WorkloadShape SHAPE = new WorkloadShape("X", 100, 20, 0.2, 50);

  @Test
  void countsAreTheTracesInTheWindowDrawn() {
    Trace trace = TestTraces.random(40, 60, 1, 1);
    WorkloadComposer composer = new WorkloadComposer(trace, Split.ALL, false);
    Set<String> used = new HashSet<>();
    Set<Integer> starts = new HashSet<>();

    for (int seed = 0; seed < 100; seed++) {
      TraceDraw draw = composer.draw(SHAPE, Seeds.generator(seed));

      assertThat(draw.withinTolerance()).isTrue();
      assertThat(draw.counts().total()).isBetween(95L, 105L);
      assertThat(draw.startMinute()).isBetween(0, 40);
      assertThat(draw.traceFunctions()).hasSize(10).doesNotHaveDuplicates();
      for (int f = 0; f < 10; f++) {
        TraceFunction function = find(trace, draw.traceFunctions().get(f));
        assertThat(draw.counts().ofFunction(f)).isPositive();
        for (int second = 0; second < 20; second++) {
          assertThat(draw.counts().at(f, second))
              .isEqualTo(function.count(draw.startMinute() + second));
        }
      }
      used.addAll(draw.traceFunctions());
      starts.add(draw.startMinute());
    }
    assertThat(used).hasSize(40);
    assertThat(starts).hasSizeGreaterThan(25).contains(0, 40);
  }

  @Test
  void everyFunctionPlaysEveryPart() {
    WorkloadComposer composer =
        new WorkloadComposer(TestTraces.random(10, 20, 1, 1), Split.ALL, false);
    Set<String> first = new HashSet<>();

    for (int seed = 0; seed < 200; seed++) {
      first.add(composer.draw(SHAPE, Seeds.generator(seed)).traceFunctions().get(0));
    }

    assertThat(first).hasSize(10);
  }

  @Test
  void drawsOnlyFromItsSplit() {
    Trace trace = TestTraces.random(100, 30, 1, 2);

    TraceDraw draw = new WorkloadComposer(trace, Split.TEST, false).draw(SHAPE, Seeds.generator(1));

    assertThat(draw.traceFunctions()).allMatch(Split.TEST::contains);
  }

  @Test
  void leavesOutFunctionsThatAloneAreTooMuch() {
    List<TraceFunction> functions = new ArrayList<>(TestTraces.random(20, 20, 1, 1).functions());
    int[] heavy = new int[20];
    heavy[3] = 106;
    functions.add(TestTraces.function("heavy", heavy));
    Trace trace = TestTraces.trace(20, functions);

    for (int seed = 0; seed < 50; seed++) {
      assertThat(
              new WorkloadComposer(trace, Split.ALL, false)
                  .draw(SHAPE, Seeds.generator(seed))
                  .traceFunctions())
          .doesNotContain("heavy");
    }
  }

  @Test
  void thinsTheClosestDrawOfATraceThatIsTooBusy() {
    WorkloadComposer composer =
        new WorkloadComposer(TestTraces.random(12, 20, 500, 1), Split.ALL, false);

    TraceDraw draw = composer.draw(SHAPE, Seeds.generator(1));

    assertThat(draw.withinTolerance()).isFalse();
    assertThat(draw.tries()).isEqualTo(WorkloadComposer.MOST_TRIES);
    assertThat(draw.counts().total()).isEqualTo(100);
  }

  @Test
  void takesTheClosestDrawOfATraceThatIsTooQuiet() {
    int[] once = new int[20];
    once[19] = 1;
    int[] twice = new int[20];
    twice[0] = 2;
    List<TraceFunction> functions = new ArrayList<>();
    for (int f = 0; f < 10; f++) {
      functions.add(TestTraces.function("once" + f, once));
      functions.add(TestTraces.function("twice" + f, twice));
    }
    WorkloadComposer composer =
        new WorkloadComposer(TestTraces.trace(20, functions), Split.ALL, false);

    TraceDraw draw = composer.draw(SHAPE, Seeds.generator(1));

    assertThat(draw.withinTolerance()).isFalse();
    // Of 2,000 draws of ten out of twenty the busiest has eight or more of the busier ten.
    assertThat((double) draw.counts().total()).isCloseTo(19, within(1.0));
  }

  @Test
  void saysWhyATraceCannotServe() {
    Trace trace = TestTraces.random(12, 19, 1, 1);
    WorkloadComposer composer = new WorkloadComposer(trace, Split.ALL, false);
    assertThatThrownBy(() -> composer.draw(SHAPE, Seeds.generator(1)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "trace made, split all: expected at least 20 minutes, one for each second of workload"
                + " X, found 19");
    assertThatThrownBy(() -> new WorkloadComposer(trace, Split.VALIDATION, false))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageMatching(
            "trace made, split validation: expected at least 10 functions, one for each of Table"
                + " II, found \\d of 12");
    List<TraceFunction> idle = new ArrayList<>();
    for (int f = 0; f < 12; f++) {
      idle.add(TestTraces.function("f" + f, f < 9 ? 1 : 0, 0));
    }
    WorkloadComposer idleComposer =
        new WorkloadComposer(TestTraces.trace(2, idle), Split.ALL, false);
    WorkloadShape two = new WorkloadShape("Y", 10, 2, 1, 1);
    assertThatThrownBy(() -> idleComposer.draw(two, Seeds.generator(1)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "trace made, split all: expected 10 functions with an invocation within 2 minutes,"
                + " found fewer in 2000 random windows");
  }

  private static TraceFunction find(Trace trace, String hash) {
    return trace.functions().stream().filter(f -> f.hash().equals(hash)).findFirst().orElseThrow();
  }
}
