package io.faasrank.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Guards against reading columns by position, sorting minutes as text, and joining the files by row
 * instead of by function.
 */
class Azure2019FormatTest {

  private final Path folder;

  Azure2019FormatTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeEach
  void write() {
    TestTraces.write(
        folder.resolve("invocations.csv"),
        "HashOwner,HashApp,HashFunction,Trigger,9,10,11",
        "o,a,second,http,1,0,5",
        "o,a,first,timer,2,20,0");
    TestTraces.write(
        folder.resolve("durations.csv"), "HashFunction,Average", "second,0", "first,1500.5");
    TestTraces.write(
        folder.resolve("memory.csv"),
        "HashFunction,SampleCount,AverageAllocatedMb",
        "other,1,9",
        "first,3,57.25");
  }

  @Test
  void readsTheThreeFiles() {
    Trace trace = TraceFormats.read(folder.toString());

    assertThat(trace.minutes()).isEqualTo(3);
    assertThat(trace.functions())
        .containsExactly(
            TraceFunction.of(
                "first", new int[] {2, 20, 0}, OptionalDouble.of(1500.5), OptionalDouble.of(57.25)),
            TraceFunction.of(
                "second", new int[] {1, 0, 5}, OptionalDouble.of(0), OptionalDouble.empty()));
    assertThat(trace.functions().get(0).count(1)).isEqualTo(20);
    assertThat(trace.functions().get(0).count(0, 3)).isEqualTo(22);
  }

  @Test
  void orderOfColumnsAndRowsDoesNotMatter() {
    Trace before = TraceFormats.read(folder.toString());
    TestTraces.write(
        folder.resolve("invocations.csv"),
        "\uFEFF11,Trigger,10,HashFunction,9,HashApp,HashOwner\r",
        "0,timer,20,first,2,a,o\r",
        "\r",
        "5, http ,0,\"second\",1,a,o\r",
        "");
    TestTraces.write(
        folder.resolve("memory.csv"), "AverageAllocatedMb,HashFunction", "57.25,first");

    assertThat(TraceFormats.read(folder.toString()).functions()).isEqualTo(before.functions());
  }

  @Test
  void invocationsAloneAreEnough(@TempDir Path other) {
    TestTraces.write(
        other.resolve("invocations.csv"), "HashFunction,1,2", "dh,1,0", "eg,0,0", "knn,0,3");

    Trace trace = TraceFormats.read(other.toString());

    assertThat(trace.functions())
        .extracting(TraceFunction::hash)
        .containsExactly("dh", "eg", "knn");
    assertThat(trace.functions())
        .allMatch(f -> f.meanDurationMillis().isEmpty() && f.memoryMb().isEmpty());
  }

  @Test
  void readsTenFunctionsOfSixtySteps(@TempDir Path other) {
    StringBuilder header = new StringBuilder("HashFunction,Trigger");
    for (int step = 1; step <= 60; step++) {
      header.append(',').append(step);
    }
    String[] names = {"dh", "eg", "ip", "vp", "ir", "knn", "alu", "ms", "gd", "dv"};
    String[] lines = new String[11];
    lines[0] = header.toString();
    for (int f = 0; f < 10; f++) {
      StringBuilder line = new StringBuilder(names[f] + ",timer");
      for (int step = 1; step <= 60; step++) {
        line.append(',').append(step % (f + 2) == 0 ? 1 : 0);
      }
      lines[f + 1] = line.toString();
    }
    TestTraces.write(other.resolve("invocations.csv"), lines);

    Trace trace = TraceFormats.read(other.toString());

    assertThat(trace.minutes()).isEqualTo(60);
    assertThat(trace.functions()).extracting(TraceFunction::hash).contains(names).hasSize(10);
    TraceFunction eg =
        trace.functions().stream().filter(f -> f.hash().equals("eg")).findFirst().get();
    assertThat(eg.count(0, 60)).isEqualTo(20);
    assertThat(eg.count(2)).isEqualTo(1);
    assertThat(eg.count(3)).isZero();
  }

  @Test
  void splitSelectsFunctionsByName() {
    Trace trace = TestTraces.random(100, 2, 1, 1);

    assertThat(trace.functions(Split.TEST))
        .allMatch(f -> Split.TEST.contains(f.hash()))
        .isNotEmpty();
    assertThat(trace.functions(Split.ALL)).isEqualTo(trace.functions());
  }
}
