package io.faasrank.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.model.ModelFile;
import io.faasrank.workload.PopulationSpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Guards what a user gets for the functions that he names, through the whole program: that they
 * run, that the report says where they are from, and that what was passed over is told.
 */
class FunctionOptionsTest {

  private static final String SMALL =
      " --no-progress --invokers 2 --policies least-connections --repetitions 2";

  private static final String SHORT_TRAINING =
      " --no-progress --preset multi --invokers 2 --episodes 8 --rollouts 4 --threads 1";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Path folder;

  FunctionOptionsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** Twelve functions, all invoked six times a minute, of which the first stands in two rows. */
  private Path dirtyTrace() throws IOException {
    List<String> invocations = new ArrayList<>();
    List<String> durations = new ArrayList<>(List.of("HashFunction,Average,Count"));
    StringBuilder header = new StringBuilder("HashFunction,Trigger");
    StringBuilder counts = new StringBuilder();
    for (int minute = 1; minute <= 60; minute++) {
      header.append(',').append(minute);
      counts.append(minute % 2 == 0 ? ",1" : ",0");
    }
    invocations.add(header.toString());
    for (int f = 0; f < 12; f++) {
      invocations.add("g" + f + ",http" + counts);
      durations.add("g" + f + "," + (f == 3 ? -1 : 100 * (f + 1)) + ",9");
    }
    invocations.add("g0,timer" + counts);
    Path trace = Files.createDirectories(folder.resolve("dirty"));
    Files.write(trace.resolve("invocations.csv"), invocations);
    Files.write(trace.resolve("durations.csv"), durations);
    return trace;
  }

  /** A hundred seconds of two functions, slow ones in the second half. */
  private Path log() throws IOException {
    List<String> lines = new ArrayList<>(List.of("function,arrival,duration"));
    for (int second = 0; second < 100; second++) {
      String name = second % 2 == 0 ? "even" : "odd";
      lines.add(name + "," + second + "," + (second < 50 ? 0.5 : 2));
    }
    return Files.write(folder.resolve("log.csv"), lines);
  }

  @Test
  void aTracesOwnFunctionsRunAndItsFaultsAreToldOnce() throws IOException {
    Path trace = dirtyTrace();

    assertThat(
            run("evaluate --functions trace --split all --workloads M1 --trace " + trace + SMALL))
        .isZero();

    assertThat(err.toString().lines())
        .containsExactly(
            "faasrank: warning: "
                + trace
                + ": functions with several rows of invocations, which are added up: 1",
            "faasrank: warning: " + trace + ": negative durations, which are taken as unknown: 1",
            "faasrank: warning: "
                + trace
                + ": functions without a duration, which are left out: 1");
    assertThat(out.toString())
        .contains(" worst ")
        .contains(" f10\n")
        .contains("a trace in the format of the Azure Functions 2019 trace")
        .containsPattern("all functions of dirty \\(SHA-256 [0-9a-f]{12}\\), their own durations");
  }

  @Test
  void singleInvocationsOf2021ArriveAndLastAsRecorded() throws IOException {
    Path trace = Files.createDirectories(folder.resolve("single"));
    Files.writeString(
        trace.resolve("a.txt"), "app,func,end_timestamp,duration\na,long,100,20\na,short,300,1\n");

    assertThat(run("evaluate --functions trace --split all --trace " + trace + SMALL)).isZero();

    assertThat(err.toString()).isEmpty();
    assertThat(out.toString())
        .contains("single")
        .contains("  long  short\n")
        .contains("Azure Functions 2021 trace");
  }

  @Test
  void aLogIsCutInTime() throws IOException {
    String evaluate = "evaluate --format csv --invocations " + log() + SMALL;

    assertThat(run(evaluate + " --to 50")).isZero();
    String fast = out.toString();
    out.getBuffer().setLength(0);
    assertThat(run(evaluate + " --from 50")).isZero();

    assertThat(fast).contains("\nhashing,log,");
    assertThat(out.toString()).isNotEqualTo(fast).hasSizeGreaterThan(100);
    out.getBuffer().setLength(0);
    assertThat(run(evaluate.replace(" --format csv", "") + " --from 50 --arrivals 20")).isZero();
    assertThat(out.toString())
        .contains("invocations of log.csv, from 50.0 s, windows of 20 invocations");
  }

  @Test
  void populationsRunUnderTheirNames() {
    assertThat(
            run(
                "evaluate --functions population --workloads short,long --load 0.2..0.4"
                    + " --arrivals 60"
                    + SMALL))
        .isZero();

    assertThat(err.toString()).isEmpty();
    assertThat(out.toString())
        .contains("mean  short   long\n")
        .contains("populations drawn from seeds, 60 arrivals at load 0.2..0.4");
  }

  @Test
  void aLogTrainsAModelThatSaysSo() throws IOException {
    Path model = folder.resolve("of-log");

    assertThat(run("train --to 50 --arrivals 10 --invocations " + log() + SHORT_TRAINING, model))
        .isZero();

    Map<String, String> metadata = ModelFile.read(model.resolve("model.safetensors")).metadata();
    assertThat(metadata.get("data"))
        .isEqualTo(
            "invocations of log.csv, to 50.0 s, windows of 10 invocations, validated"
                + " on its last fifth");
    assertThat(metadata.get("command"))
        .contains(" --invocations " + folder.resolve("log.csv"))
        .contains(" --arrivals 10 --to 50.0 ");
  }

  @Test
  void aPopulationTrainsAModelThatSaysSo() throws IOException {
    Path model = folder.resolve("of-population");

    assertThat(
            run(
                "train --functions population --workloads short --arrivals 20" + SHORT_TRAINING,
                model))
        .isZero();

    assertThat(ModelFile.read(model.resolve("model.safetensors")).metadata().get("command"))
        .contains("--workloads short --functions population --load 0.5 --arrivals 20 ");
  }

  @Test
  void theHelpListsWhatTheRegistriesHave() {
    assertThat(run("evaluate --help")).isZero();

    assertThat(out.toString().replaceAll("\\s+", " "))
        .contains("azure2019, azure2019-published, azure2021")
        .contains(String.join(", ", PopulationSpec.names()));
  }

  private int run(String line) {
    return run(Arrays.asList(line.split(" ", -1)));
  }

  private int run(String line, Path target) {
    List<String> words = new ArrayList<>(Arrays.asList(line.split(" ", -1)));
    words.addAll(List.of("--out", target.toString()));
    return run(words);
  }

  private int run(List<String> words) {
    return Commands.run(
        List.of(), new PrintWriter(out), new PrintWriter(err), words.toArray(String[]::new));
  }
}
