package io.faasrank.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Guards against windows and spans of time that show a test what was trained on. */
class RecordedWorkloadsTest {

  private final Path folder;

  RecordedWorkloadsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** One invocation a second, whose duration says which it is. */
  @BeforeEach
  void write() {
    List<String> log = new ArrayList<>(List.of("function,arrival,duration"));
    List<String> trace = new ArrayList<>(List.of("app,func,end_timestamp,duration"));
    for (int i = 0; i < 100; i++) {
      log.add("f" + i % 3 + "," + i + "," + (1 + i));
      trace.add("a,f" + i % 30 + "," + (1 + 2 * i) + "," + (1 + i));
    }
    TestTraces.write(folder.resolve("log.csv"), log.toArray(String[]::new));
    TestTraces.write(folder.resolve("2021.txt"), trace.toArray(String[]::new));
  }

  private InvocationLog log(double from, double to) {
    return InvocationLog.read(folder.resolve("log.csv"), new TimeSpan(from, to));
  }

  @Test
  void spansOfTimeShareNoInvocationAndBeginAtZero() {
    Workload monday = log(Double.NEGATIVE_INFINITY, 60).workload();
    Workload tuesday = log(60, Double.POSITIVE_INFINITY).workload();

    assertThat(seconds(monday)).hasSize(60).allMatch(s -> s <= 60);
    assertThat(seconds(tuesday)).hasSize(40).allMatch(s -> s > 60);
    assertThat(tuesday.arrivals().get(0).seconds()).isZero();
    // costs are those of the span alone: f0 ran 61, 64, ... 100 s
    assertThat(tuesday.functions().get(0).name()).isEqualTo("f0");
    assertThat(tuesday.functions().get(0).warmSeconds()).isEqualTo(80.5);
  }

  @Test
  void windowsAreDrawnBySeedAndStayWithinTheirPart() {
    RecordedWorkloads source =
        RecordedWorkloads.of(log(0, 1_000), 10, 5).part(new RecordPart(0.8, 1, 0));
    Set<Long> first = new HashSet<>();
    for (int repetition = 0; repetition < 50; repetition++) {
      Workload window = source.workload("log", repetition, 0);
      assertThat(window.arrivals()).hasSize(10);
      assertThat(window.arrivals().get(0).seconds()).isZero();
      assertThat(window.arrivals().get(9).seconds()).isEqualTo(9);
      assertThat(seconds(window)).allMatch(s -> s > 80);
      first.add(seconds(window).get(0));
    }
    assertThat(first).hasSizeGreaterThan(5);
    assertThat(source.workload("log", 3, 1)).isEqualTo(source.workload("log", 3, 0));
  }

  @Test
  void aTraceKeepsItsOwnDurationsAndTheFunctionsOfItsSplit() {
    Trace trace = TraceFormats.read(folder.toString());
    TimeSpan span = new TimeSpan(10, 60);
    Set<String> names = new HashSet<>();
    int invocations = 0;
    for (Split split : new Split[] {Split.TRAIN, Split.VALIDATION, Split.TEST}) {
      RecordedWorkloads source = RecordedWorkloads.of(trace, "w", split, span, 0, 1);
      Workload workload = source.workload("w", 0, 0);
      invocations += workload.arrivals().size();
      for (Arrival arrival : workload.arrivals()) {
        FunctionProfile function = workload.functions().get(arrival.function());
        // duration d of invocation d - 1 ended at 2 d - 1, so it arrived at d - 1, less 10
        assertThat(function.warmSeconds() * arrival.durationFactor() - 1 - 10)
            .isCloseTo(arrival.seconds(), within(1e-9));
        assertThat(split.contains(function.name())).isTrue();
      }
      source.functions().forEach(f -> assertThat(names.add(f.name())).isTrue());
    }
    assertThat(invocations).isEqualTo(50);
    assertThat(names).hasSize(30);
  }

  @Test
  void aTracesFunctionsPlayThemselvesInOrderOfTheirRunTime() {
    Trace trace = TestTraces.random(60, 80, 1, 5);
    List<TraceFunction> costly = new ArrayList<>();
    for (TraceFunction f : trace.functions()) {
      costly.add(TestTraces.withCosts(f, 10.0 * f.hash().hashCode(), 140));
    }
    WorkloadSource source =
        new TraceWorkloads(TestTraces.trace(80, costly), Split.ALL, true, Spacing.UNIFORM, 0.1, 7);

    Workload workload = source.workload("M1", 0, 0);

    assertThat(workload.functions()).hasSize(10).isNotEqualTo(BenchmarkFunctions.all());
    assertThat(workload.functions().stream().map(FunctionProfile::warmSeconds)).isSorted();
    assertThat(workload.functions()).allMatch(f -> f.memoryMb() == 256);
    assertThat(workload.functions().get(0).name()).isEqualTo("f1");
    // the first function's arrivals are those of the trace's function of that run time
    TraceDraw draw =
        new TraceWorkloads(TestTraces.trace(80, costly), Split.ALL, true, Spacing.UNIFORM, 0.1, 7)
            .draw(WorkloadShape.named("M1"), 0);
    TraceFunction first = draw.functions().get(0);
    assertThat(workload.functions().get(0).warmSeconds())
        .isEqualTo(first.meanDurationMillis().orElseThrow() / 1000);
    assertThat(workload.arrivals().stream().filter(a -> a.function() == 0).count())
        .isEqualTo(first.count(draw.startMinute(), draw.startMinute() + 37));
  }

  /** How long each invocation ran, in whole seconds. */
  private static List<Long> seconds(Workload workload) {
    return workload.arrivals().stream()
        .map(
            a ->
                Math.round(
                    workload.functions().get(a.function()).warmSeconds() * a.durationFactor()))
        .toList();
  }
}
