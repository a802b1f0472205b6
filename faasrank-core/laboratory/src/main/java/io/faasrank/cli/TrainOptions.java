package io.faasrank.cli;

import io.faasrank.experiment.FunctionSettings;
import io.faasrank.experiment.FunctionSource;
import io.faasrank.experiment.Options;
import io.faasrank.training.Preset;
import io.faasrank.training.TaskMix;
import io.faasrank.workload.Split;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that decide which weights come out of {@code train}. */
final class TrainOptions {

  @Option(
      names = "--preset",
      paramLabel = "NAME",
      description =
          "Recipe whose settings the options below override: general (the shipped model's), multi"
              + " (extended's and table1's), paper-single, paper-multi or live (of testbed train)"
              + " (default ${DEFAULT-VALUE}).")
  private String preset = Preset.GENERAL.toString();

  @Option(
      names = "--mix",
      paramLabel = "NAME",
      description =
          "What to train on: workloads (on the clusters, in turns) or general (those, and random"
              + " functions on random clusters).")
  private @Nullable String mix;

  @Option(
      names = "--runs",
      paramLabel = "N",
      description = "Trainings from seeds in sequence, of which the best is kept.")
  private @Nullable Integer runs;

  @Mixin private WorkloadsOption workloads = new WorkloadsOption(Preset.MULTI.workloads());

  @Mixin private ArrivalOptions arrivals = new ArrivalOptions(Split.TRAIN);

  @Option(
      names = "--validation-split",
      paramLabel = "NAME",
      description = "The trace's functions to choose the model by (default ${DEFAULT-VALUE}).")
  private String validationSplit = Split.VALIDATION.toString();

  @Mixin private FunctionOptions functions = new FunctionOptions();

  @Mixin private InvokersOption invokers = new InvokersOption(Preset.MULTI.invokers());

  @Mixin private CalibrationOption calibration = new CalibrationOption();

  @Mixin private LearningOptions learning = new LearningOptions();

  @Spec private @Nullable CommandSpec spec;

  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException naming the option
   */
  TrainingPlan plan() {
    Preset recipe = Options.read("--preset", () -> Preset.named(preset));
    String trace = arrivals.trace();
    Path invocations = functions.invocations();
    FunctionSettings whose = functions.settings();
    boolean recipes =
        whose.source() != FunctionSource.POPULATION && !Commands.given(spec, "--workloads");
    Options.require(
        trace != null || !Commands.given(spec, "--validation-split"),
        "--validation-split: needs --trace");
    return new TrainingPlan(
        learning.over(recipe.settings(), arrivals.seed()),
        mix == null ? recipe.mix() : mix(mix),
        runs == null ? recipe.runs() : runs,
        invocations != null
            ? null
            : recipes ? recipe.workloads() : workloads.selection(whose.source()),
        trace,
        invocations,
        whose,
        arrivals.split(),
        trace == null ? null : ArrivalOptions.split("--validation-split", validationSplit),
        Commands.given(spec, "--invokers") ? invokers.turns() : recipe.invokers(),
        calibration.name());
  }

  /** What a preset does by itself. */
  static TrainingPlan of(Preset recipe) {
    return new TrainingPlan(
        recipe.settings(),
        recipe.mix(),
        recipe.runs(),
        recipe.workloads(),
        null,
        null,
        FunctionSettings.TABLE2,
        null,
        null,
        recipe.invokers(),
        null);
  }

  private static TaskMix mix(String name) {
    return Options.read("--mix", () -> TaskMix.named(name));
  }
}
