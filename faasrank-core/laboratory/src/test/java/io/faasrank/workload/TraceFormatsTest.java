package io.faasrank.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Guards against traces that are read as something else, and against files that are refused for
 * what the published ones hold: several days, memory by application, rows that repeat a function,
 * negative averages.
 */
class TraceFormatsTest {

  private static final String IDS = "HashOwner,HashApp,HashFunction";
  private static final String COUNTS = IDS + ",Trigger,1,2,3";
  private static final String DURATIONS = IDS + ",Average,Count,Minimum,Maximum";
  private static final String MEMORY = "HashOwner,HashApp,SampleCount,AverageAllocatedMb";

  private final Path folder;

  TraceFormatsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private void write(String name, String... lines) {
    Path unused = TestTraces.write(folder.resolve(name), lines);
  }

  private Trace read() {
    return TraceFormats.read(folder.toString());
  }

  @Test
  void publishedDaysFollowOneAnotherAndApplicationsMemoryGoesToTheirFunctions() {
    write(
        "invocations_per_function_md.anon.d09.csv",
        COUNTS,
        "o,app,one,http,0,2,0",
        "o,app,two,timer,1,1,1");
    write(
        "invocations_per_function_md.anon.d10.csv",
        COUNTS,
        "o,app,two,timer,0,0,4",
        "o,other,three,queue,9,0,0");
    write("function_durations_percentiles.anon.d09.csv", DURATIONS, "o,app,two,100,3,1,9");
    write("function_durations_percentiles.anon.d10.csv", DURATIONS, "o,app,two,500,1,1,9");
    write("app_memory_percentiles.anon.d09.csv", MEMORY, "o,app,7,170", "o,absent,7,99");

    Trace trace = read();

    assertThat(trace.minutes()).isEqualTo(6);
    assertThat(trace.warnings()).isEmpty();
    assertThat(trace.functions())
        .containsExactly(
            TraceFunction.of(
                "one",
                new int[] {0, 2, 0, 0, 0, 0},
                OptionalDouble.empty(),
                OptionalDouble.of(170)),
            TraceFunction.of(
                "three",
                new int[] {0, 0, 0, 9, 0, 0},
                OptionalDouble.empty(),
                OptionalDouble.empty()),
            TraceFunction.of(
                "two",
                new int[] {1, 1, 1, 0, 0, 4},
                OptionalDouble.of(200),
                OptionalDouble.of(170)));
    assertThat(trace.dataSet().name()).startsWith("Azure Functions 2019 trace (Shahrad et al.");
  }

  @Test
  void aMissingDayIsOneWarning() {
    write("invocations_per_function_md.anon.d01.csv", COUNTS, "o,app,one,http,0,2,0");
    write("invocations_per_function_md.anon.d04.csv", COUNTS, "o,app,one,http,5,0,0");

    assertThat(read().minutes()).isEqualTo(6);
    assertThat(read().functions().get(0).count(3)).isEqualTo(5);
    assertThat(read().warnings())
        .containsExactly(folder + ": days absent between others, which follow one another: 2");
  }

  @Test
  void dirtyRowsAreAddedAveragedOrUnknownWithOneWarningEach() {
    write(
        "invocations.csv",
        COUNTS,
        "o,a,one,http,1,0,2",
        "o,a,two,timer,1,1,1",
        "o,a,one,queue,0,3,1",
        "o,b,three,timer,1,0,0");
    write(
        "durations.csv",
        DURATIONS,
        "o,a,one,1000,100,1,9",
        "o,a,one,4000,50,1,9",
        "o,a,two,-41692,10,1,9",
        "o,b,three,5,0,1,9");
    write("memory.csv", MEMORY, "o,a,1,100", "o,a,3,200");

    Trace trace = read();

    assertThat(trace.functions())
        .containsExactly(
            TraceFunction.of(
                "one", new int[] {1, 3, 3}, OptionalDouble.of(2000), OptionalDouble.of(175)),
            TraceFunction.of(
                "three", new int[] {1, 0, 0}, OptionalDouble.of(5), OptionalDouble.empty()),
            TraceFunction.of(
                "two", new int[] {1, 1, 1}, OptionalDouble.empty(), OptionalDouble.of(175)));
    assertThat(trace.warnings())
        .containsExactly(
            folder + ": functions with several rows of invocations, which are added up: 1",
            folder + ": functions with several durations, which are averaged by count: 1",
            folder + ": negative durations, which are taken as unknown: 1",
            folder + ": applications or functions with several rows of memory, averaged: 1");
  }

  /** The same name in two applications is two functions, with costs of their own. */
  @Test
  void functionsAreKnownByTheirApplicationToo() {
    write("invocations.csv", COUNTS, "o,b,same,http,2,0,0", "o,a,same,http,1,0,0");
    write("durations.csv", DURATIONS, "o,a,same,10,1,1,9", "o,b,same,20,1,1,9");

    assertThat(read().warnings()).isEmpty();
    assertThat(read().functions())
        .extracting(f -> f.count(0), f -> f.meanDurationMillis().orElseThrow())
        .containsExactly(tuple(1, 10.0), tuple(2, 20.0));
  }

  @Test
  void invocationsOf2021ArriveBeforeTheirEndByTheirDuration() {
    write(
        "Trace2021.txt",
        "app,func,end_timestamp,duration",
        "a,shared,100.5,0.25",
        "b,shared,130,0",
        "a,own,200,110",
        "a,shared,61,1.75");

    Trace trace = read();

    assertThat(trace.dataSet().name()).startsWith("Azure Functions 2021 trace (Zhang et al.");
    assertThat(trace.functions())
        .extracting(TraceFunction::hash)
        .containsExactly("a/shared", "b/shared", "own");
    assertThat(trace.invocations())
        .containsExactly(
            new Invocation(59.25, 0, 1.75),
            new Invocation(90, 2, 110),
            new Invocation(100.25, 0, 0.25),
            new Invocation(130, 1, 0.001));
    assertThat(trace.minutes()).isEqualTo(3);
    assertThat(trace.functions().get(0).count(0)).isEqualTo(1);
    assertThat(trace.functions().get(0).count(1)).isEqualTo(1);
    assertThat(trace.functions().get(0).meanDurationMillis().orElseThrow())
        .isCloseTo(1000, within(1e-9));
    assertThat(trace.functions().get(0).memoryMb()).isEmpty();
  }

  @Test
  void onlyHashesAreTheDataSetItself() {
    String hash = "0123456789abcdef".repeat(4);
    write("invocations.csv", "HashFunction,1", hash + ",1");
    assertThat(read().dataSet().name()).startsWith("Azure Functions 2019 trace");

    write("invocations.csv", "HashFunction,1", hash + ",1", "dh,1");
    assertThat(read().dataSet().name())
        .startsWith("a trace in the format of the Azure Functions 2019 trace");
  }

  @Test
  void theChecksumIsOfTheFilesThatAreRead() {
    write("invocations.csv", "HashFunction,1", "a,1");
    String before = read().dataSet().checksum();
    write("notes.csv", "anything");
    assertThat(read().dataSet().checksum()).isEqualTo(before).matches("[0-9a-f]{12}");

    write("durations.csv", "HashFunction,Average", "a,1");
    assertThat(read().dataSet().checksum()).isNotEqualTo(before);
  }

  @Test
  void aFormatMayBeNamedAndMustBeWhereTwoFit() {
    write("invocations.csv", "HashFunction,1", "a,1");
    write("one.csv", "app,func,end_timestamp,duration", "a,f,1,1");

    assertThatThrownBy(this::read)
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            folder
                + ": expected the files of one trace, found those of azure2019 and azure2021; name"
                + " one of them, as in azure2019:"
                + folder);
    assertThat(TraceFormats.read("azure2019:" + folder).invocations()).isEmpty();
    assertThat(TraceFormats.read("azure2021:" + folder).invocations()).hasSize(1);
    assertThat(TraceFormats.folder("azure2021:" + folder)).isEqualTo(folder);
  }

  @Test
  void sparseCountsAgreeWithDenseOnes() {
    int[] counts = Seeds.generator(3).ints(500, -3, 3).map(c -> Math.max(0, c)).toArray();
    TraceFunction function =
        TraceFunction.of("f", counts, OptionalDouble.empty(), OptionalDouble.empty());

    for (int from = 0; from < 500; from += 7) {
      assertThat(function.count(from)).isEqualTo(counts[from]);
      for (int to = from; to <= 500; to += 31) {
        assertThat(function.count(from, to))
            .isEqualTo(Arrays.stream(counts, from, to).asLongStream().sum());
      }
    }
  }
}
