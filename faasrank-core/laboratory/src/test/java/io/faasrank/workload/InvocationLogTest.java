package io.faasrank.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Guards against logs read by position or out of order, and costs taken from the wrong place. */
class InvocationLogTest {

  private final Path folder;

  InvocationLogTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private Workload read(String... lines) {
    return InvocationLog.read(TestTraces.write(folder.resolve("my.log.csv"), lines), TimeSpan.ALL)
        .workload();
  }

  @Test
  void sortsAndTakesTableTwosCosts() {
    Workload workload = read("duration,function,arrival", "2.22,knn,3.5", "0.21,EG,1", "1,KNN,9");

    assertThat(workload.name()).isEqualTo("my.log");
    assertThat(workload.functions()).extracting(FunctionProfile::name).containsExactly("EG", "KNN");
    FunctionProfile knn = workload.functions().get(1);
    assertThat(knn.memoryMb()).isEqualTo(512);
    assertThat(knn.warmSeconds()).isEqualTo(1.11);
    assertThat(knn.initSeconds()).isEqualTo(3.45);
    assertThat(knn.coldSeconds()).isCloseTo(4.99, within(1e-9));
    assertThat(workload.arrivals())
        .containsExactly(new Arrival(1, 0, 1), new Arrival(3.5, 1, 2), new Arrival(9, 1, 1 / 1.11));
  }

  @Test
  void otherFunctionsHaveTheirMeanDurationAndTableTwosMeans() {
    Workload workload = read("function,arrival,duration", "mine,0,1", "mine,1,3", "tiny,2,0");

    FunctionProfile mine = workload.functions().get(0);
    assertThat(mine.memoryMb()).isEqualTo(256);
    assertThat(mine.warmSeconds()).isEqualTo(2);
    assertThat(mine.initSeconds()).isCloseTo(BenchmarkFunctions.meanInitSeconds(), within(1e-9));
    assertThat(mine.createSeconds())
        .isCloseTo(BenchmarkFunctions.meanCreateSeconds(), within(1e-9));
    assertThat(workload.arrivals().get(1)).isEqualTo(new Arrival(1, 0, 1.5));
    assertThat(workload.functions().get(1).warmSeconds()).isEqualTo(0.001);
  }

  @Test
  void optionalColumnsComeFirstWhereNotBlank() {
    Workload workload =
        read(
            "function,arrival,duration,memory_mb,init_s",
            "mine,0,1,,0.5",
            "mine,1,1,1024,1.5",
            "mine,2,1,1024,",
            "EG,3,1,128,",
            "IP,4,1,,0");

    FunctionProfile mine = workload.functions().get(0);
    assertThat(mine.memoryMb()).isEqualTo(1024);
    assertThat(mine.initSeconds()).isEqualTo(1);
    FunctionProfile eg = workload.functions().get(1);
    assertThat(eg.memoryMb()).isEqualTo(128);
    assertThat(eg.initSeconds()).isEqualTo(1.55);
    FunctionProfile ip = workload.functions().get(2);
    assertThat(ip.initSeconds()).isZero();
    assertThat(ip.createSeconds()).isCloseTo(5.88 - 3.52 - 1.69, within(1e-9));
  }

  static Stream<Arguments> bad() {
    return Stream.of(
        arguments(
            "function,arrival\na,1",
            ", line 1: expected a column duration, found function, arrival"),
        arguments("function,arrival,duration\n", ": expected at least one invocation, found none"),
        arguments(
            "function,arrival,duration\na,-1,1",
            ", line 2, column arrival: expected seconds since the start of the log from 0 to"
                + " 2678400, found \"-1\""),
        arguments(
            "function,arrival,duration\na,1700000000,1",
            ", line 2, column arrival: expected seconds since the start of the log from 0 to"
                + " 2678400, found \"1700000000\""),
        arguments(
            "function,arrival,duration\na,1,1\na,2,long",
            ", line 3, column duration: expected seconds from 0 to 2678400, found \"long\""),
        arguments(
            "function,arrival,duration\na,1,Infinity",
            ", line 2, column duration: expected seconds from 0 to 2678400, found \"Infinity\""),
        arguments(
            "function,arrival,duration\n,1,1",
            ", line 2, column function: expected a name, found \"\""),
        arguments(
            "function,arrival,duration,memory_mb\na,1,1,0",
            ", line 2, column memory_mb: expected a whole number from 1 to 2147483647, found"
                + " \"0\""),
        arguments(
            "function,arrival,duration,memory_mb\na,1,1,128\na,1,1,256",
            ", line 3, column memory_mb: expected 128 as in line 2 of the same function, found"
                + " \"256\""),
        arguments(
            "function,arrival,duration,init_s\na,1,1,4000",
            ", line 2, column init_s: expected seconds from 0 to 3600, found \"4000\""));
  }

  @ParameterizedTest
  @MethodSource("bad")
  void namesFileLineColumnAndValue(String text, String message) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(folder.resolve("my.log.csv") + message);
  }

  @Test
  void saysThatAFolderIsNoFile() {
    assertThatThrownBy(() -> InvocationLog.read(folder, TimeSpan.ALL))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(folder + ": expected a CSV file, found a folder");
  }
}
