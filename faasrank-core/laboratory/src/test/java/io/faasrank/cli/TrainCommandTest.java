package io.faasrank.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.faasrank.experiment.SyntheticExperiment;
import io.faasrank.model.Model;
import io.faasrank.model.ModelFile;
import io.faasrank.training.Preset;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Guards what a user of {@code train} relies on: options that reach the training, files that say
 * where they come from, a training that goes on where it was, and a fault that spoils nothing.
 */
class TrainCommandTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-03-04T05:06:07.89Z"), ZoneOffset.UTC);

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder = Path.of("");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--episodes x | '--episodes': 'x' is not an int",
        "--horizon soon | '--horizon': expected a number or inf, found 'soon'",
        "--horizon 0 | horizon must be positive, in seconds, not 0.0",
        "--preset best | --preset: unknown preset 'best', expected one of general, multi, paper",
        "--baseline none | --baseline: unknown baseline 'none', expected critic or replica",
        "--schema big | --schema: unknown schema 'big', expected one of table1, extended",
        "--mix none | --mix: unknown mix 'none', expected one of workloads, general",
        "--runs 0 | --runs: expected 1 or more, found 0",
        "--horizon-completions 0 | horizon-completions must be positive or inf, not 0.0",
        "--rollouts 1 | rollouts must be 2 or more with baseline replica, not 1",
        "--clip 1 | clip is 1.0, expected above 0 and below 1",
        "--learning-rate 0 | learning-rate is 0.0, expected above 0, below 1",
        "--target-kl -1 | target-kl is -1.0, expected positive or infinite",
        "--threads 0 | --threads: expected 1 or more, found 0",
        "--workloads Q | unknown workload \"Q\"",
        "--invokers 0 | a cluster needs at least 1 invoker",
        "--trace no-such-folder | --trace: expected a folder, found no-such-folder",
        "--split all | --split: needs --trace",
        "--validation-split all | --validation-split: needs --trace",
        "--resume | checkpoint.safetensors: no such file, expected a checkpoint",
      })
  void badInputIsOneLineAndExitCodeTwo(String options, String message) {
    assertThat(run("--out " + folder.resolve("new") + " " + options)).isEqualTo(2);
    assertThat(err.toString()).startsWith("faasrank: ").contains(message).doesNotContain("\tat ");
    assertThat(err.toString().lines()).hasSize(1);
  }

  @Test
  void theFolderIsAskedForAndMustBeOne() {
    assertThat(run("--episodes 8")).isEqualTo(2);
    assertThat(err.toString()).contains("Missing required option: '--out=DIR'");
    err.getBuffer().setLength(0);
    assertThat(run("--out pom.xml")).isEqualTo(2);
    assertThat(err.toString()).contains("--out: expected a folder that can be written");
  }

  @Test
  void optionsOverrideThePreset() {
    TrainingPlan plan = plan("--preset", "paper-multi");
    assertThat(plan.command())
        .isEqualTo(
            "faasrank train --mix workloads --runs 1 --workloads M1..M10 --invokers 10"
                + " --schema table1 --baseline critic --tasks 1 --rollouts 1 --steps 0"
                + " --imitation 0 --episodes 500 --same-arrivals --horizon inf"
                + " --horizon-completions inf --no-control-variate --advantage-clip inf --no-decay"
                + " --output-scale 1.0 --validate-every 50 --patience 0 --seed 1"
                + " --learning-rate 2.0E-4 --epochs 5 --minibatches 1 --clip 0.2"
                + " --weight-decay 0.01 --entropy-bonus 0.0 --max-gradient-norm inf"
                + " --normalise-advantages --target-kl inf --averaging 0.0");
    String command =
        "faasrank train --mix general --runs 2 --workloads M1 --trace src --split all --validation-split test"
            + " --invokers 3 --schema extended --baseline replica --tasks 4 --rollouts 3 --steps 6"
            + " --imitation 1 --episodes 9 --no-same-arrivals --horizon 7.5"
            + " --horizon-completions 3.0 --control-variate --advantage-clip 5.0 --decay --output-scale 0.5 --validate-every 2"
            + " --patience 4 --seed 5 --learning-rate 0.25 --epochs 6 --minibatches 7 --clip 0.125"
            + " --weight-decay 0.0 --entropy-bonus 0.0625 --max-gradient-norm 2.0"
            + " --no-normalise-advantages --target-kl 0.5 --averaging 0.75";
    List<String> words = new ArrayList<>(List.of(command.split(" ")));
    words.subList(0, 2).clear();
    words.addAll(List.of("--preset", "paper-multi"));
    assertThat(plan(words.toArray(new String[0])).command()).isEqualTo(command);
  }

  /** The documented presets are the presets. */
  @Test
  void thePageShowsEverySettingOfEveryPreset() throws IOException {
    String page = Files.readString(Path.of("..", "..", "docs", "training.md"));
    List<Map<String, String>> presets = new ArrayList<>();
    for (Preset preset : Preset.values()) {
      presets.add(plan("--preset", preset.toString()).options());
    }
    assertThat(presets).hasSize(5);
    for (String option : presets.get(0).keySet()) {
      String values =
          presets.stream().map(options -> options.get(option)).collect(Collectors.joining(" | "));
      assertThat(page).contains("| `" + option + "` | " + values + " |\n");
    }
  }

  @Test
  void filesSayWhereTheyComeFrom() throws IOException {
    assertThat(train(folder, "--episodes 8 --validate-every 2 --threads 2")).isZero();
    assertThat(err.toString().lines())
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).matches("episode [48]: validation .* % of hashing.*"));
    assertThat(out.toString())
        .startsWith("8 episodes, best validation ")
        .endsWith("of hashing: " + folder.resolve("model.safetensors") + "\n");
    Model model = ModelFile.read(folder.resolve("model.safetensors"));
    assertThat(model.schema().schemaName()).isEqualTo("extended");
    assertThat(model.metadata().get("command"))
        .startsWith("faasrank train --mix workloads --runs 1 --workloads M1,M2 --invokers 4 ");
    assertThat(model.metadata())
        .containsEntry("seed", "3")
        .containsEntry("date", "2026-03-04T05:06:07Z")
        .containsEntry("baseline", "replica")
        .containsEntry("cluster", "4 invokers of 8 cores and 2,048 MB for functions")
        .containsEntry(
            "data", "arrivals generated to Table III of the paper, others for validation");
    assertThat(model.metadata().get("episodes")).isIn("4", "8");
    assertThat(model.metadata().get("versions")).contains("DJL 0.", "PyTorch 2.", "Java ");
    double percent = Double.parseDouble(model.metadata().get("validation_percent_of_hashing"));
    assertThat(out.toString()).contains(TrainingRecorder.percentText(percent));

    List<String> rows = Files.readAllLines(folder.resolve("training.csv"));
    assertThat(rows).hasSize(9);
    assertThat(rows.get(0)).startsWith("episode,update,workload,return,mean_fct_seconds,");
    for (int e = 1; e <= 8; e++) {
      String workload = (e + 1) / 2 % 2 == 1 ? "M1" : "M2";
      assertThat(rows.get(e)).startsWith(e + "," + (e + 1) / 2 + "," + workload + ",-");
      assertThat(rows.get(e).endsWith(",")).isEqualTo(e % 4 != 0);
    }
    assertThat(Files.readString(folder.resolve("training.html"))).contains("<svg class=\"wide\"");
    assertThat(Files.size(folder.resolve("learning-curve.png"))).isGreaterThan(1_000);
  }

  @Test
  void theOutcomeIsAlsoForOtherPrograms() throws IOException {
    assertThat(train(folder, "--episodes 8 --validate-every 2 --format JSON")).isZero();
    JsonNode printed = new ObjectMapper().readTree(out.toString());
    assertThat(printed.get("episodes").asInt()).isEqualTo(8);
    assertThat(printed.get("model").asText()).endsWith("model.safetensors");
    assertThat(printed.get("bestValidationPercent").asDouble()).isPositive();
    JsonNode run = new ObjectMapper().readTree(folder.resolve("mlflow.json").toFile());
    assertThat(run.get("params").findValuesAsText("key")).contains("learning_rate", "seed");
    List<String> keys = run.get("metrics").findValuesAsText("key");
    assertThat(Collections.frequency(keys, "mean_fct_seconds")).isEqualTo(8);
    assertThat(Collections.frequency(keys, "entropy")).isEqualTo(4);
    assertThat(Collections.frequency(keys, "validation_percent")).isEqualTo(2);
    JsonNode last = run.get("metrics").get(keys.size() - 1);
    assertThat(last.get("step").asInt()).isEqualTo(8);
    assertThat(last.get("timestamp").asLong()).isEqualTo(CLOCK.millis());
  }

  @Test
  void theModelIsTheBestNotTheLast() throws IOException {
    assertThat(train(folder, "--episodes 16 --validate-every 1")).isZero();
    List<Double> percents = new ArrayList<>();
    for (String row : Files.readAllLines(folder.resolve("training.csv")).subList(1, 17)) {
      String percent = row.substring(row.lastIndexOf(',') + 1);
      percents.add(percent.isEmpty() ? Double.POSITIVE_INFINITY : Double.parseDouble(percent));
    }
    double best = Collections.min(percents);
    assertThat(percents.get(15)).isGreaterThan(best).isFinite();
    assertThat(ModelFile.read(folder.resolve("model.safetensors")).metadata())
        .containsEntry("validation_percent_of_hashing", Double.toString(best))
        .containsEntry("episodes", Integer.toString(percents.indexOf(best) + 1));
  }

  @Test
  void aResumedTrainingEndsAsAnUninterruptedOne() throws IOException {
    Path whole = folder.resolve("whole");
    Path parts = folder.resolve("parts");
    String options = "--validate-every 2 --no-decay --episodes ";
    assertThat(train(whole, options + 16)).isZero();
    assertThat(train(parts, options + 8)).isZero();
    assertThat(train(parts, options + 8)).isEqualTo(2);
    assertThat(err.toString()).contains("--out: expected a folder without a training, found one");

    // As a process leaves it that is killed after the checkpoint and within a row.
    Files.writeString(
        parts.resolve("training.csv"),
        Files.readString(parts.resolve("training.csv")) + "9,5,M1,-1,1,1,1,1,1,1,1,1,\n10,5,M");
    err.getBuffer().setLength(0);
    assertThat(train(parts, options + 16 + " --resume --threads 1 --patience 50"))
        .as(err.toString())
        .isZero();
    for (String file : List.of("checkpoint.safetensors", "training.csv", "learning-curve.png")) {
      assertThat(parts.resolve(file)).hasSameBinaryContentAs(whole.resolve(file));
    }
    Model a = ModelFile.read(whole.resolve("model.safetensors"));
    Model b = ModelFile.read(parts.resolve("model.safetensors"));
    assertThat(b.actor().parameters()).isDeepEqualTo(a.actor().parameters());
    assertThat(b.metadata().get("episodes")).isEqualTo(a.metadata().get("episodes"));
  }

  @Test
  void refusesToGoOnWithOtherSettingsOrOtherRows() throws IOException {
    assertThat(train(folder, "--episodes 4")).isZero();
    byte[] before = Files.readAllBytes(folder.resolve("checkpoint.safetensors"));
    refuses("--episodes 8", "--episodes: expected 4 as it was trained with, found 8");
    refuses("--episodes 4 --clip 0.3", "--clip: expected 0.2 as it was trained with, found 0.3");
    Files.writeString(folder.resolve("training.csv"), "episode\n");
    refuses("--episodes 4", "training.csv: expected the rows of 2 updates as the checkpoint");
    assertThat(Files.readAllBytes(folder.resolve("checkpoint.safetensors"))).isEqualTo(before);
  }

  /** Weights grow by half and change their sign with every step. */
  @Test
  void aDivergedTrainingIsOneLineAndLeavesTheLastGoodFiles() throws IOException {
    String diverging =
        "--validate-every 2 --no-decay --learning-rate 0.0025 --weight-decay 999 --epochs 1"
            + " --minibatches 1 --episodes ";
    assertThat(train(folder, diverging + 8)).isZero();
    err.getBuffer().setLength(0);
    assertThat(train(folder, diverging + "400 --resume")).isEqualTo(1);
    byte[] model = Files.readAllBytes(folder.resolve("model.safetensors"));
    byte[] checkpoint = Files.readAllBytes(folder.resolve("checkpoint.safetensors"));
    List<String> lines = err.toString().lines().filter(l -> !l.startsWith("episode ")).toList();
    assertThat(lines).hasSize(1);
    assertThat(lines.get(0)).startsWith("faasrank: training diverged at update ");
    ModelFile.read(folder.resolve("model.safetensors"));
    assertThat(train(folder, diverging + "400 --resume")).isEqualTo(1);
    assertThat(folder.resolve("model.safetensors")).hasBinaryContent(model);
    assertThat(folder.resolve("checkpoint.safetensors")).hasBinaryContent(checkpoint);
  }

  /** Of all calibrations in a mix of all regimes, of the one that is chosen with workloads. */
  @Test
  void aChangedCalibrationIsNoticedWhenATrainingGoesOn() {
    String paper = "faasrank.calibrations.paper.contention-exponent";
    String record = "faasrank.calibrations.openwhisk.contention-exponent";
    Config config =
        ConfigFactory.parseString(paper + " = 1.25").withFallback(ConfigFactory.load()).resolve();
    assertThat(TrainOptions.of(Preset.GENERAL).lasting(config))
        .containsEntry(paper, "1.25")
        .containsEntry(record, "1");
    assertThat(TrainOptions.of(Preset.MULTI).lasting(config))
        .containsEntry(paper, "1.25")
        .doesNotContainKey(record);
  }

  private void refuses(String options, String message) {
    err.getBuffer().setLength(0);
    assertThat(train(folder, options + " --resume")).isEqualTo(2);
    assertThat(err.toString()).startsWith("faasrank: ").contains(message);
    assertThat(err.toString().lines()).hasSize(1);
  }

  private int train(Path to, String options) {
    return run(
        "--preset multi --workloads M1,M2 --invokers 4 --rollouts 2 --seed 3 --out "
            + to
            + " "
            + options);
  }

  private int run(String options) {
    String[] arguments = ("train --no-progress " + options).split(" ");
    return Commands.run(
        List.of(),
        SyntheticExperiment::open,
        CLOCK,
        new PrintWriter(out),
        new PrintWriter(err),
        arguments);
  }

  private static TrainingPlan plan(String... options) {
    TrainOptions parsed = new TrainOptions();
    new CommandLine(CommandSpec.forAnnotatedObject(parsed)).parseArgs(options);
    return parsed.plan();
  }
}
