package io.faasrank.cli;

import io.faasrank.training.Preset;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that decide which weights come out of {@code train}. */
final class TrainOptions {

  private static final String DEFAULT_SPLIT = "train";
  private static final String DEFAULT_VALIDATION_SPLIT = "validation";

  @Option(
      names = "--preset",
      paramLabel = "NAME",
      description =
          "Recipe whose settings the options below override: multi (default, the shipped models'),"
              + " paper-single or paper-multi.")
  private String preset = Preset.MULTI.toString();

  @Option(
      names = "--workloads",
      paramLabel = "NAMES",
      description = "Workloads of Table III: names and ranges, for instance M1..M10, M1,M3, SC.")
  private @Nullable String workloads;

  @Mixin private TraceOption traced = new TraceOption();

  @Option(
      names = "--split",
      paramLabel = "NAME",
      description = "The trace's functions to train on: train (default), validation, test or all.")
  private @Nullable String split;

  @Option(
      names = "--validation-split",
      paramLabel = "NAME",
      description = "The trace's functions to choose the model by (default: validation).")
  private @Nullable String validationSplit;

  @Option(
      names = "--invokers",
      paramLabel = "N|GROUPS[/...]",
      description =
          "Simulated clusters that take turns, separated by slashes: each a number of invokers of"
              + " 8 cores and 2048 MB, or groups such as 6x8c2048m,4x4c1024m.")
  private @Nullable String invokers;

  @Mixin private LearningOptions learning = new LearningOptions();

  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException naming the option
   */
  TrainingPlan plan() {
    Preset recipe = Preset.named(preset);
    traced.check(split);
    Path trace = traced.folder();
    ExperimentOptions.require(
        validationSplit == null || trace != null, "--validation-split: needs --trace");
    return new TrainingPlan(
        learning.over(recipe.settings()),
        workloads == null ? recipe.workloads() : workloads,
        trace,
        trace == null ? null : split == null ? DEFAULT_SPLIT : split,
        trace == null ? null : validationSplit == null ? DEFAULT_VALIDATION_SPLIT : validationSplit,
        invokers == null ? recipe.invokers() : invokers);
  }
}
