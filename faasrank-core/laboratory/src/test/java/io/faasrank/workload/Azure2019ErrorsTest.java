package io.faasrank.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Guards against errors in a trace that pass unseen or that do not say where they are. */
class Azure2019ErrorsTest {

  private static final String GOOD = "HashFunction,Trigger,1,2\na,http,1,2\n";

  private final Path folder;

  Azure2019ErrorsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  static Stream<Arguments> badInvocations() {
    return Stream.of(
        arguments("", ": expected a header line, found an empty file"),
        arguments(
            "HashFunktion,Trigger,1\na,b,1",
            ", line 1: expected a column HashFunction, found HashFunktion, Trigger, 1"),
        arguments(
            "a,b,c,d,e,f,g\n",
            ", line 1: expected a column HashFunction, found a, b, c, d, e, f, ..."),
        arguments(
            "HashFunction,Trigger\na,b",
            ", line 1: expected a column per minute, named by its number, found none"),
        arguments("HashFunction,1,1\na,1,1", ", line 1: column \"1\" twice"),
        arguments("HashFunction,1,01\na,1,1", ", line 1: column of minute 01 twice"),
        arguments(
            "HashFunction,1,2,4\na,1,1,1",
            ", line 1: expected a column for every minute from 1 to 4, found none for 3"),
        arguments(
            "HashFunction,1\n",
            ": expected at least one function with an invocation, found 0 functions with none"),
        arguments(
            "HashFunction,1\na,0\nb,0",
            ": expected at least one function with an invocation, found 2 functions with none"),
        arguments(
            "HashFunction,7,8\na,1,2\nb,3,-1\n",
            ", line 3, column 8: expected a whole number from 0 to 2147483647, found \"-1\""),
        arguments(
            "HashFunction,7,8\n\na,1,many",
            ", line 3, column 8: expected a whole number from 0 to 2147483647, found \"many\""),
        arguments(
            "HashFunction,7\na,1.5",
            ", line 2, column 7: expected a whole number from 0 to 2147483647, found \"1.5\""),
        arguments(
            "HashFunction,7\na,\nb,1",
            ", line 2, column 7: expected a whole number from 0 to 2147483647, found \"\""),
        arguments(
            "HashFunction,7\na,2147483648",
            ", line 2, column 7: expected a whole number from 0 to 2147483647, found"
                + " \"2147483648\""),
        arguments(
            "HashFunction,1\n,1", ", line 2, column HashFunction: expected a name, found \"\""),
        arguments(
            "HashFunction,1,2\na,1,2\nb,1",
            ", line 3: expected 3 values as in the header, found 2"),
        arguments(
            "HashFunction,1,2\na,1,2,3\n", ", line 2: expected 3 values as in the header, found 4"),
        arguments(
            "HashFunction,1\na,\"x\ny\"\n",
            ", line 3, column 1: expected a whole number from 0 to 2147483647, found \"x y\""));
  }

  @ParameterizedTest
  @MethodSource("badInvocations")
  void namesFileLineColumnAndValue(String text, String message) {
    Path file = TestTraces.write(folder.resolve("invocations.csv"), text);

    assertThatThrownBy(() -> TraceFormats.read(folder.toString()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(file + message);
  }

  static Stream<Arguments> badMeans() {
    return Stream.of(
        arguments(
            "durations.csv",
            "HashFunction,Mean\na,1",
            ", line 1: expected a column Average, found HashFunction, Mean"),
        arguments(
            "durations.csv",
            "HashFunction,Average\na,NaN",
            ", line 2, column Average: expected milliseconds from 0 to 2678400000, found \"NaN\""),
        arguments(
            "durations.csv",
            "HashFunction,Average,Count\na,1,few",
            ", line 2, column Count: expected a number of samples from 0 to 1000000000000000, found"
                + " \"few\""),
        arguments(
            "memory.csv",
            "HashApp,AverageAllocatedMb\na,1",
            ", line 1: expected a column HashFunction, found HashApp, AverageAllocatedMb"),
        arguments(
            "memory.csv",
            "HashFunction,AverageAllocatedMb\na,-3",
            ", line 2, column AverageAllocatedMb: expected MB from 0 to 1048576, found \"-3\""),
        arguments(
            "memory.csv",
            "HashFunction,AverageAllocatedMb\na,x",
            ", line 2, column AverageAllocatedMb: expected MB from 0 to 1048576, found \"x\""));
  }

  @ParameterizedTest
  @MethodSource("badMeans")
  void checksTheOtherFilesToo(String name, String text, String message) {
    TestTraces.write(folder.resolve("invocations.csv"), GOOD);
    Path file = TestTraces.write(folder.resolve(name), text);

    assertThatThrownBy(() -> TraceFormats.read(folder.toString()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(file + message);
  }

  @Test
  void saysWhatIsMissing() {
    Path absent = folder.resolve("absent");
    assertThatThrownBy(() -> TraceFormats.read(absent.toString()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("expected a folder, found " + absent);
    assertThatThrownBy(() -> TraceFormats.read(folder.toString()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(
            folder
                + ": expected the files of a trace: invocations.csv (azure2019),"
                + " invocations_per_function_md.anon.dNN.csv (azure2019-published), a file with the"
                + " columns app,func,end_timestamp,duration (azure2021)");
    assertThatThrownBy(() -> TraceFormats.read("azure2019:" + folder))
        .hasMessage(
            folder.resolve("invocations.csv") + ": expected a CSV file, found nothing there");
  }

  @Test
  void refusesBinaryAndUnbalancedQuotes() throws IOException {
    Path file = folder.resolve("invocations.csv");
    Files.write(file, new byte[] {'H', (byte) 0xff, (byte) 0xfe, '\n'});
    assertThatThrownBy(() -> TraceFormats.read(folder.toString()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(file + ": cannot be read as CSV: it is not UTF-8 text");

    Files.writeString(file, "HashFunction,1\n\"a,1\n");
    assertThatThrownBy(() -> TraceFormats.read(folder.toString()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(file + ": cannot be read as CSV: ")
        .message()
        .doesNotContain("\n");
  }

  @Test
  void longValuesAreCutShort() {
    TestTraces.write(folder.resolve("invocations.csv"), "HashFunction,1", "a," + "9".repeat(500));

    assertThatThrownBy(() -> TraceFormats.read(folder.toString()))
        .message()
        .satisfies(message -> assertThat(message).endsWith("found \"" + "9".repeat(60) + "...\""));
  }
}
