package io.faasrank.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.experiment.Contenders;
import io.faasrank.experiment.Experiment;
import io.faasrank.experiment.ExperimentFailedException;
import io.faasrank.experiment.ExperimentSettings;
import io.faasrank.experiment.FunctionSettings;
import io.faasrank.experiment.SyntheticExperiment;
import io.faasrank.policy.CandidateLimit;
import io.faasrank.policy.Policies;
import io.faasrank.workload.MergedDraws;
import io.faasrank.workload.Split;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.Command;

/**
 * Guards against bad input that ends in a stack trace, several lines or a wrong exit code, against
 * options that are parsed and then ignored, and against output that differs between equal runs.
 */
class CommandsTest {

  private static final String[] SHORT = {
    "evaluate", "--workloads", "M1,M2", "--repetitions", "2", "--no-progress"
  };

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "evaluate --repetitions x | '--repetitions': 'x'",
        "evaluate --repetitions 0 | --repetitions: expected 1 or more, found 0",
        "evaluate --threads -1 | --threads: expected 1 or more, found -1",
        "calibrate --repetitions 0 | --repetitions: expected 1 or more, found 0",
        "calibrate --format xml | '--format': expected one of",
        "calibrate --split test | --split: needs --trace",
        "calibrate --trace no-such-folder | --trace: expected a folder, found no-such-folder",
        "evaluate --candidates -1 | --candidates: expected auto, all or a number of 0 or more, found '-1'",
        "evaluate --draws 0 | --draws: expected 1 or more, found 0",
        "evaluate --own-actions | --own-actions: needs --draws of 2 or more",
        "evaluate --invocations pom.xml --draws 2 | --draws and --invocations exclude each other",
        "evaluate --seed 1.5 | '--seed': '1.5'",
        "evaluate --format xml | '--format': expected one of",
        "evaluate --nonsense | '--nonsense'",
        "evaluate --trace no-such-folder | --trace: expected a folder, found no-such-folder",
        "evaluate --invocations no-such-file | --invocations: expected a file, found no-such-file",
        "evaluate --split test | --split: needs --trace",
        "evaluate --invocations f --trace d | --trace and --invocations exclude each other",
        "evaluate --invocations f --workloads M1 | --workloads and --invocations exclude",
        "evaluate --workloads Q | --workloads: unknown workload \"Q\"",
        "evaluate --out pom.xml | --out: expected a folder that can be written, found pom.xml",
        "evaluate surplus | 'surplus'",
        "nonsense | 'nonsense'",
        "evaluate --polices greedy | '--polices', 'greedy'; did you mean --policies?",
        "evalute | 'evalute'; did you mean evaluate?",
        "help nonsense | Unknown subcommand 'nonsense'",
        "evaluate @no-such-file | @no-such-file: expected a file of options, found none",
        "evaluate --overwrite | --overwrite: needs --out",
        "'' | expected a command: evaluate, compare, explain, regimes, calibrate, train",
      })
  void badInputIsOneLineAndExitCodeTwo(String line, String message) {
    assertThat(run(line.isEmpty() ? new String[0] : line.split(" "))).isEqualTo(2);
    assertThat(err.toString()).startsWith("faasrank: ").contains(message).doesNotContain("\tat ");
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void aFaultOfTheProgramKeepsItsStackTrace() {
    assertThat(run(failing(() -> new IllegalStateException("broken on purpose")), SHORT))
        .isEqualTo(1);
    assertThat(err.toString()).contains("IllegalStateException: broken on purpose", "\tat ");
    assertThat(out.toString()).isEmpty();
    err.getBuffer().setLength(0);
    assertThat(run(failing(() -> new AssertionError("broken on purpose")), SHORT)).isEqualTo(1);
    assertThat(err.toString()).contains("AssertionError: broken on purpose", "\tat ");
  }

  /** Also where another thread meets it. */
  @Test
  void whatTheMachineLacksIsOneLine() {
    assertThat(run(failing(() -> new OutOfMemoryError("Java heap space")), SHORT)).isEqualTo(1);
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString()).contains("out of memory (Java heap space)", "-Xmx1g");
    err.getBuffer().setLength(0);
    assertThat(
            run(failing(() -> new UncheckedIOException(new IOException("No space left"))), SHORT))
        .isEqualTo(1);
    assertThat(err.toString().lines()).containsExactly("faasrank: IOException: No space left");
  }

  private static Experiment.Factory failing(Supplier<Throwable> failure) {
    return settings -> {
      Experiment experiment = SyntheticExperiment.open(settings);
      return new Experiment(
          experiment.policies(),
          experiment.workloads(),
          experiment.functions(),
          experiment.dataSet(),
          (policy, workload, repetition, replay) -> {
            Throwable thrown = failure.get();
            if (thrown instanceof Error error) {
              throw error;
            }
            throw (RuntimeException) thrown;
          });
    };
  }

  @Test
  void outputThatIsLostIsALineAndAFailure() {
    PrintWriter full =
        StandardOutput.of(
            new OutputStream() {
              @Override
              public void write(int unused) throws IOException {
                throw new IOException("No space left on device");
              }
            });
    int code =
        Commands.run(
            List.of(),
            SyntheticExperiment::open,
            Clock.systemUTC(),
            full,
            new PrintWriter(err),
            SHORT);
    assertThat(code).isEqualTo(1);
    assertThat(err.toString().lines())
        .containsExactly("faasrank: output was lost: No space left on device");
  }

  @Test
  void namesAreInUpperOrLowerCaseAndOptionsMayStandInAFile(@TempDir Path folder)
      throws IOException {
    assertThat(run(with("--policies", "greedy,fpc", "--format", "csv"))).isZero();
    String expected = out.toString();
    out.getBuffer().setLength(0);
    Path file =
        Files.writeString(
            folder.resolve("options"), "# a comment\n--Policies Greedy,FPC\n--format CSV\n");
    assertThat(run("Evaluate", "--workloads", "M1,M2", "--repetitions", "2", "@" + file)) //
        .as(err.toString())
        .isZero();
    assertThat(out.toString()).isEqualTo(expected);
  }

  @Test
  void helpHasExitCodesColumnsAndPresets() {
    assertThat(run("help", "evaluate")).isZero();
    assertThat(out.toString()).contains("Exit codes:", "  2   Input", "memory_mb   optional");
    out.getBuffer().setLength(0);
    assertThat(run("train", "--help")).isZero();
    assertThat(out.toString().lines().map(line -> line.strip().replaceAll(" +", " ")))
        .contains(
            "general multi paper-single paper-multi live",
            "--epochs 5 5 5 5 5",
            "--runs 3 1 1 1 1");
    assertThat(out.toString().lines()).allMatch(line -> line.length() <= 80);
  }

  @Test
  void completionIsAScriptForTheShell() {
    assertThat(run("completion")).isZero();
    assertThat(out.toString())
        .contains("complete -F _complete_faasrank", "'--overwrite'", "calibrate");
  }

  @Test
  void aResultIsNotReplacedWithoutAWord(@TempDir Path folder) throws IOException {
    String[] line = with("--policies", "greedy", "--out", folder.toString());
    assertThat(run(line)).isZero();
    byte[] first = Files.readAllBytes(folder.resolve("evaluation.json"));
    String[] other = with("--policies", "hermod", "--out", folder.toString());
    assertThat(run(other)).isEqualTo(2);
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString()).contains("evaluation.csv; --overwrite replaces it");
    assertThat(folder.resolve("evaluation.json")).hasBinaryContent(first);
    String[] anyway = with("--policies", "hermod", "--out", folder.toString(), "--overwrite");
    assertThat(run(anyway)).isZero();
    assertThat(Files.readString(folder.resolve("evaluation.json"))).contains("--policies hermod");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSize(3);
    }
  }

  @ParameterizedTest
  @CsvSource({"--help,Usage: faasrank", "evaluate --help,--repetitions", "--version,faasrank "})
  void helpAndVersionSucceed(String line, String content) {
    assertThat(run(line.split(" "))).isZero();
    assertThat(out.toString()).contains(content);
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void helpSaysEachPolicysRuleInALine() {
    assertThat(run("evaluate", "--help")).isZero();
    assertThat(out.toString().lines().map(line -> line.strip().replaceAll(" +", " ")))
        .containsAll(
            Policies.names().stream()
                .map(name -> name + " " + Policies.spec(name).summary())
                .toList())
        .contains("fpc " + Contenders.summaries().get("fpc"));
  }

  @ParameterizedTest
  @CsvSource({"table", "csv", "json", "html"})
  void equalRunsGiveEqualBytesWhateverTheThreads(String format) {
    assertThat(run(with("--format", format, "--threads", "1"))).isZero();
    String first = out.toString();
    out.getBuffer().setLength(0);
    assertThat(run(with("--format", format, "--threads", "4"))).isZero();
    assertThat(out.toString()).isEqualTo(first);
    out.getBuffer().setLength(0);
    assertThat(run(with("--format", format, "--seed", "2"))).isZero();
    assertThat(out.toString()).isNotEqualTo(first);
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void theReferenceIsRunAgainAsNoiseFloor() {
    assertThat(run(with("--policies", "greedy"))).isZero();
    List<String> rows = out.toString().lines().skip(1).limit(4).toList();
    assertThat(rows.get(0)).contains("policy").contains("mean").contains("M1").contains("M2");
    assertThat(rows.get(1)).startsWith(" hashing ").contains("100.0");
    assertThat(rows.get(2)).startsWith(" hashing (A/A)").doesNotContain("100.0");
    assertThat(rows.get(3)).startsWith(" greedy");
  }

  @Test
  void outWritesThreeFilesThatNameTheCommand(@TempDir Path folder) throws IOException {
    Path reports = folder.resolve("a/b");
    assertThat(run(with("--out", reports.toString(), "--threads", "2"))).isZero();
    String command =
        "faasrank evaluate --policies all --workloads M1,M2 --repetitions 2 --invokers 10"
            + " --model general --candidates all --seed 1";
    assertThat(Files.readString(reports.resolve("evaluation.json"))).contains('"' + command + '"');
    assertThat(Files.readString(reports.resolve("report.html"))).contains(command + "</code>");
    assertThat(Files.readString(reports.resolve("evaluation.csv"))).startsWith("policy,workload,");
  }

  @Test
  void optionsReachTheExperiment(@TempDir Path folder) throws IOException {
    Path model = Files.createFile(folder.resolve("a model"));
    ExperimentSettings[] seen = new ExperimentSettings[1];
    Experiment.Factory factory =
        settings -> {
          seen[0] = settings;
          return SyntheticExperiment.open(settings);
        };
    String[] options = {
      "--trace",
      folder.toString(),
      "--invokers",
      "5x4c1024m",
      "--model",
      model.toString(),
      "--candidates",
      "7",
      "--draws",
      "3",
      "--own-actions",
      "--seed",
      "9",
      "--policies",
      "greedy"
    };
    assertThat(run(factory, with(options))).isZero();
    assertThat(seen[0])
        .isEqualTo(
            new ExperimentSettings(
                "greedy",
                "M1,M2",
                folder.toString(),
                null,
                Split.TEST,
                FunctionSettings.TABLE2,
                "5x4c1024m",
                model.toString(),
                CandidateLimit.of(7),
                9,
                new MergedDraws(3, true)));
    assertThat(ExperimentOptions.command("evaluate", seen[0], 2))
        .contains(" --split test ")
        .contains(" --draws 3 --own-actions ")
        .contains(" --model '" + model + "' ");
  }

  @Test
  void anotherModuleAddsCommandsAndTheyFailInOneLine() {
    @Command(name = "reach")
    final class Reach implements Runnable {
      @Override
      public void run() {
        throw new ExperimentFailedException("nothing answers at 127.0.0.1:1");
      }
    }
    PrintWriter writer = new PrintWriter(err);
    assertThat(Commands.run(List.of(new Reach()), new PrintWriter(out), writer, "reach"))
        .isEqualTo(1);
    assertThat(err.toString().lines()).containsExactly("faasrank: nothing answers at 127.0.0.1:1");
    assertThat(Commands.run(List.of(new Reach()), new PrintWriter(out), writer)).isEqualTo(2);
    assertThat(err.toString())
        .contains(
            "expected a command: reach, evaluate, compare, explain, regimes, calibrate, train");
  }

  private static String[] with(String... more) {
    String[] line = new String[SHORT.length + more.length];
    System.arraycopy(SHORT, 0, line, 0, SHORT.length);
    System.arraycopy(more, 0, line, SHORT.length, more.length);
    return line;
  }

  private int run(String... arguments) {
    return run(SyntheticExperiment::open, arguments);
  }

  private int run(Experiment.Factory experiments, String... arguments) {
    return Commands.run(
        List.of(),
        experiments,
        Clock.systemUTC(),
        new PrintWriter(out),
        new PrintWriter(err),
        arguments);
  }
}
