package io.faasrank.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.faasrank.experiment.SimulatedExperiments;
import io.faasrank.feature.FeatureSchema;
import io.faasrank.feature.Scaler;
import io.faasrank.model.Model;
import io.faasrank.model.ModelFile;
import io.faasrank.model.ScoreNetwork;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Guards what a user sees of wrong input, through the whole program: one line on standard error
 * that names the file, line, column, key or value and what was expected, exit code 2, and nothing
 * on standard output. What each reader refuses is tested beside it; here, that it arrives.
 */
class BadInputTest {

  private static final String MINUTES = ",1,2,3,4,5,6,7,8,9,10";
  private static final String ZEROS = ",0,0,0,0,0,0,0,0,0,0";

  private final Path folder;

  BadInputTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeEach
  void writeFiles() throws IOException {
    trace("no-invocations");
    Files.delete(folder.resolve("no-invocations/invocations.csv"));
    trace("no-column", "Function" + MINUTES, "a" + ZEROS);
    trace("no-minutes", "HashFunction,Trigger", "a,timer");
    trace("gap", "HashFunction,1,2,4", "a,0,0,0");
    trace("negative", "HashFunction" + MINUTES, "a,0,-3,0,0,0,0,0,0,0,0");
    trace("text", "HashFunction" + MINUTES, "a" + ZEROS, "b,0,0,many,0,0,0,0,0,0,0");
    trace("fraction", "HashFunction" + MINUTES, "a,1.5,0,0,0,0,0,0,0,0,0");
    trace("short-row", "HashFunction" + MINUTES, "a,1,2");
    trace("mixed", "HashFunction" + MINUTES, "a" + ZEROS);
    write("mixed/ends.txt", "app,func,end_timestamp,duration", "a,f,1,1");
    Files.createDirectory(folder.resolve("negative-end"));
    write("negative-end/ends.txt", "app,func,end_timestamp,duration", "a,f,1,1", "a,f,-1,1");
    Files.createDirectory(folder.resolve("one"));
    write("one/ends.txt", "app,func,end_timestamp,duration", "a,f,1,1");
    Files.createDirectory(folder.resolve("day"));
    write(
        "day/invocations_per_function_md.anon.d01.csv",
        "HashOwner,HashApp,HashFunction,Trigger,1,2",
        "o,a,f,http,0,x");
    trace("header-only", "HashFunction" + MINUTES);
    trace("zeros", "HashFunction" + MINUTES, "a" + ZEROS);
    trace("empty-file", "");
    trace("few-functions", "HashFunction" + MINUTES, "a,1,0,0,0,0,0,0,0,0,0");
    trace("bad-duration", "HashFunction" + MINUTES, "a,1,0,0,0,0,0,0,0,0,0");
    write("bad-duration/durations.csv", "HashFunction,Average", "a,fast");
    trace("bad-memory", "HashFunction" + MINUTES, "a,1,0,0,0,0,0,0,0,0,0");
    write("bad-memory/memory.csv", "HashFunction,AverageMb", "a,100");

    write("log-column.csv", "function,at,duration", "DH,0,1");
    write("log-negative.csv", "function,arrival,duration", "DH,0,1", "DH,-1,1");
    write("log-text.csv", "function,arrival,duration", "DH,noon,1");
    write("log-nan.csv", "function,arrival,duration", "DH,NaN,1");
    write("log.csv", "function,arrival,duration", "DH,0,1");
    write("log-empty.csv", "function,arrival,duration");
    write("log-large.csv", "function,arrival,duration,memory_mb", "DH,0,1,99999");
    Files.write(folder.resolve("log-binary.csv"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1, 2});

    byte[] model = ModelFile.toBytes(model());
    Files.write(folder.resolve("cut.safetensors"), Arrays.copyOf(model, 100));
    Files.write(folder.resolve("other.safetensors"), withOtherFingerprint(model));
    write("text.safetensors", "this is no model at all, only a few words");
    write("a-file", "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // traces
        "--trace DIR/nowhere | --trace: expected a folder, found DIR/nowhere",
        "--trace DIR/a-file | --trace: expected a folder, found DIR/a-file",
        "--trace DIR/no-invocations"
            + " | DIR/no-invocations: expected the files of a trace: invocations.csv (azure2019), inv",
        "--trace DIR/no-column"
            + " | DIR/no-column/invocations.csv, line 1: expected a column HashFunction, found",
        "--trace DIR/no-minutes | line 1: expected a column per minute, named by its number",
        "--trace DIR/gap | line 1: expected a column for every minute from 1 to 4, found none for 3",
        "--trace DIR/negative | invocations.csv, line 2, column 2: expected a whole number from 0",
        "--trace DIR/text"
            + " | invocations.csv, line 3, column 3: expected a whole number from 0 to 2147483647,"
            + " found \"many\"",
        "--trace DIR/fraction | line 2, column 1: expected a whole number",
        "--trace DIR/short-row | line 2: expected 11 values as in the header, found 3",
        "--trace azure2021:DIR/zeros | zeros: expected a file with the columns app,func,end_timestamp",
        "--trace azure2019-published:DIR/zeros | zeros: expected a file invocations_per_function_md",
        "--trace DIR/mixed | found those of azure2019 and azure2021; name one of them, as in azure2019:",
        "--trace DIR/negative-end | ends.txt, line 3, column end_timestamp: expected seconds since",
        "--trace DIR/day | invocations_per_function_md.anon.d01.csv, line 2, column 2: expected a whole",
        // functions
        "--functions tables | --functions: expected table2, trace, population, found tables",
        "--functions trace | --functions trace: needs --trace",
        "--functions population --trace DIR/zeros"
            + " | --functions population and --trace exclude each other",
        "--functions population --load 0 | --load: expected a load above 0 or a range such as 0.1..1.2",
        "--functions population --load 1..x | --load: expected a load above 0 or a range such as",
        "--functions population --arrivals 0 | --arrivals: expected 1 or more, found 0",
        "--functions population --workloads M1"
            + " | --workloads: expected one of the populations table2, short, mixed, long, many, random",
        "--functions population --draws 2 | --draws: needs --functions table2",
        "--load 0.5 | --load: needs --functions population",
        "--arrivals 9 | --arrivals: needs --functions population, --invocations or --functions trace",
        "--from 9 | --from: needs --invocations or --functions trace",
        "--invocations DIR/log.csv --from 9 --to 9"
            + " | --from, --to: expected an end after the beginning, found 9.0 to 9.0 s",
        "--invocations DIR/log.csv --from 9"
            + " | log.csv: expected at least one invocation from 9.0 s, found none",
        "--trace DIR/few-functions --functions trace --to 60 | --from, --to, --arrivals: need --invocations, or",
        "--trace DIR/few-functions --functions trace"
            + " | expected at least 10 functions with a duration, found 0 of 1",
        "--trace DIR/one --functions trace --split train"
            + " | one, split train: expected at least one invocation, found none",
        "--trace DIR/header-only | header-only/invocations.csv: expected at least one function",
        "--trace DIR/zeros | zeros/invocations.csv: expected at least one function",
        "--trace DIR/empty-file | empty-file/invocations.csv: expected a header line",
        "--trace DIR/few-functions | few-functions, split test: expected at least 10 functions",
        "--trace DIR/bad-duration | durations.csv, line 2, column Average: expected milliseconds",
        "--trace DIR/bad-memory | memory.csv, line 1: expected a column AverageAllocatedMb",
        "--trace DIR/zeros --split tset"
            + " | --split: expected train, validation, test, all, found \"tset\"",
        // names
        "--policies hashing,fastest | --policies: unknown policy 'fastest', expected one of hashing, round",
        "--policies ,hashing | --policies: unknown policy ''",
        "--workloads M11 | --workloads: unknown workload \"M11\"; known are SC, SA, M1",
        "--workloads M3..M1 | --workloads: expected a range in the order",
        // models
        "--model DIR/nothing | --model: DIR/nothing: no such file, expected a model",
        "--model DIR/text.safetensors | --model: DIR/text.safetensors: ",
        "--model DIR/cut.safetensors | --model: DIR/cut.safetensors: ",
        "--model DIR/other.safetensors | --model: DIR/other.safetensors: schema fingerprint is ",
        "--model DIR/a-file | --model: DIR/a-file: ",
        // clusters
        "--invokers 0 | --invokers: a cluster needs at least 1 invoker, not 0",
        "--invokers -1 | --invokers: cannot read cluster '-1' at '-1', expected a number of invokers or",
        "--invokers 6x8c2048 | --invokers: cannot read cluster '6x8c2048' at '6x8c2048', expected",
        "--invokers 2x8c2048m,0x4c512m | at '0x4c512m', expected a number of invokers or groups",
        "--invokers 2x0c2048m | --invokers: an invoker needs more than 0 cores, not 0.0",
        "--invokers 2x8c0m | --invokers: an invoker needs more than 0 MB, not 0",
        "--invokers 2x8c128m | but the largest invoker has 128",
        // logs of invocations
        "--invocations DIR/nowhere | --invocations: expected a file, found DIR/nowhere",
        "--invocations DIR/text | --invocations: expected a file, found DIR/text",
        "--invocations DIR/log-column.csv | log-column.csv, line 1: expected a column arrival",
        "--invocations DIR/log-negative.csv | log-negative.csv, line 3, column arrival: expected",
        "--invocations DIR/log-text.csv | line 2, column arrival: expected seconds since the start",
        "--invocations DIR/log-nan.csv | line 2, column arrival: expected seconds",
        "--invocations DIR/log-empty.csv | log-empty.csv: expected at least one invocation",
        "--invocations DIR/log-binary.csv | log-binary.csv: cannot be read as CSV",
        "--invocations DIR/log-large.csv | function DH needs 99999 MB, but the largest invoker",
        // results
        "--out DIR/a-file | --out: expected a folder that can be written, found DIR/a-file",
        "--out DIR/a-file/below | --out: expected a folder that can be written, found DIR/a-file/b",
      })
  void oneLineAndExitCodeTwo(String options, String message) {
    String policies = options.contains("--policies") ? "" : " --policies greedy";

    assertRefused("evaluate --no-progress" + policies + " " + options, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--trace DIR/negative | invocations.csv, line 2, column 2: expected a whole number",
        "--trace DIR/zeros --split tset | --split: expected train",
        "--invokers 0 | --invokers: a cluster needs at least 1 invoker, not 0",
        "--invokers 2x8c128m | but the largest invoker has 128",
      })
  void calibrateRefusesTheSame(String options, String message) {
    assertRefused("calibrate --no-progress --repetitions 1 " + options, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--trace DIR/nowhere | --trace: expected a folder, found DIR/nowhere",
        "--trace DIR/negative | invocations.csv, line 2, column 2: expected a whole number",
        "--workloads M11 | --workloads: unknown workload \"M11\"; known are SC, SA, M1",
        "--split test | --split: needs --trace",
        "--invokers 10/0 | --invokers: a cluster needs at least 1 invoker, not 0",
        "--episodes few | '--episodes'",
        "--calibration mine | --calibration: expected one of",
      })
  void trainRefusesTheSame(String options, String message) {
    assertRefused("train --no-progress --out DIR/trained " + options, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "faasrank.simulation.contention-exponent | steep | contention-exponent",
        "faasrank.simulation.contention-exponent | -1"
            + " | faasrank.simulation.contention-exponent must be 0 or more, not -1.0",
        "faasrank.workload.spacing | bursty | spacing: expected uniform, burst, even, found",
        "faasrank.workload.duration-cv | -0.5 | -0.5",
        "faasrank.simulation.calibration | mine | expected one of openwhisk, paper, found mine",
        "faasrank.simulation.failure-share | 2 | faasrank.simulation.failure-share must be from 0 to",
      })
  void aWrongValueOfTheConfiguration(String key, String value, String message) {
    System.setProperty(key, value);
    ConfigFactory.invalidateCaches();
    try {
      assertRefused("evaluate --no-progress --policies greedy --workloads M1", message);
    } finally {
      System.clearProperty(key);
      ConfigFactory.invalidateCaches();
    }
  }

  /** Otherwise every case above could be refused for a reason that they share. */
  @Test
  void theSameCommandWithGoodInputSucceeds() {
    StringWriter err = new StringWriter();
    String line = "evaluate --no-progress --policies greedy --workloads M1 --repetitions 1";

    assertThat(run(line, new StringWriter(), err)).isZero();
    assertThat(err.toString()).isEmpty();
  }

  private void assertRefused(String line, String message) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();

    int code = run(line.replace("DIR", folder.toString()), out, err);

    assertThat(err.toString())
        .startsWith("faasrank: ")
        .contains(message.replace("DIR", folder.toString()))
        .endsWith(System.lineSeparator());
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(out.toString()).isEmpty();
    assertThat(code).isEqualTo(2);
  }

  private static int run(String line, StringWriter out, StringWriter err) {
    return Commands.run(
        List.of(),
        new SimulatedExperiments(warning -> {}),
        Clock.systemUTC(),
        new PrintWriter(out),
        new PrintWriter(err),
        line.split(" +", -1));
  }

  /** A folder with a file of invocations, and the other two left out. */
  private void trace(String name, String... lines) throws IOException {
    Files.createDirectory(folder.resolve(name));
    write(name + "/invocations.csv", lines);
  }

  private void write(String name, String... lines) throws IOException {
    Files.writeString(folder.resolve(name), String.join("\n", lines));
  }

  private static Model model() {
    int width = FeatureSchema.TABLE1.width();
    ScoreNetwork network = ScoreNetwork.random(width, new Random(1)::nextFloat);
    return new Model(FeatureSchema.TABLE1, Scaler.identity(width), network, network, Map.of());
  }

  /** As a model of a program whose schema has the same name and other features. */
  private static byte[] withOtherFingerprint(byte[] model) {
    String fingerprint = FeatureSchema.TABLE1.fingerprint();
    String text = new String(model, StandardCharsets.ISO_8859_1);
    return text.replace(fingerprint, "0".repeat(fingerprint.length()))
        .getBytes(StandardCharsets.ISO_8859_1);
  }
}
