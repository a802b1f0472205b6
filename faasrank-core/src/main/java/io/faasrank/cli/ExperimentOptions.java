package io.faasrank.cli;

import io.faasrank.model.ShippedModel;
import io.faasrank.simulation.InvokerSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that decide what an experiment gives. */
final class ExperimentOptions {

  private static final String DEFAULT_WORKLOADS = "M1..M10";
  private static final String DEFAULT_SPLIT = "test";

  @Option(
      names = "--policies",
      paramLabel = "NAMES",
      defaultValue = "all",
      description = "Names separated by commas, or all (default). Hashing always runs too.")
  private String policies = "all";

  @Option(
      names = "--workloads",
      paramLabel = "NAMES",
      description =
          "Workloads of Table III: names and ranges, for instance M1..M10 (default), M1,M3, SC.")
  private @Nullable String workloads;

  @Mixin private TraceOption traced = new TraceOption();

  @Option(
      names = "--invocations",
      paramLabel = "FILE",
      description = "CSV with one invocation a line; the file is the workload.")
  private @Nullable Path invocations;

  @Option(
      names = "--split",
      paramLabel = "NAME",
      description = "The trace's functions to draw from: train, validation, test (default) or all.")
  private @Nullable String split;

  @Option(
      names = "--invokers",
      paramLabel = "N|GROUPS",
      defaultValue = "10",
      description =
          "Number of invokers of 8 cores and 2048 MB (default ${DEFAULT-VALUE}), or groups such"
              + " as 6x8c2048m,4x4c1024m.")
  private String invokers = "10";

  @Option(
      names = "--model",
      paramLabel = "NAME|FILE",
      defaultValue = ShippedModel.DEFAULT,
      description = "Model of the learned policies: extended (default), table1, or a file.")
  private String model = ShippedModel.DEFAULT;

  @Option(
      names = "--candidates",
      paramLabel = "K",
      defaultValue = "0",
      description =
          "Most invokers that a learned policy scores in a decision; 0 for all (default).")
  private int candidates;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Decides arrivals and all random choices (default ${DEFAULT-VALUE}).")
  private long seed;

  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException naming the option
   */
  ExperimentSettings settings() {
    Path trace = traced.folder();
    require(trace == null || invocations == null, "--trace and --invocations exclude each other");
    require(
        workloads == null || invocations == null,
        "--workloads and --invocations exclude each other: the file is the workload");
    traced.check(split);
    file("--invocations", invocations);
    require(candidates >= 0, "--candidates: expected 0 or more, found " + candidates);
    return new ExperimentSettings(
        policies,
        invocations != null ? null : workloads == null ? DEFAULT_WORKLOADS : workloads,
        trace,
        invocations,
        trace == null ? null : split == null ? DEFAULT_SPLIT : split,
        invokers,
        model,
        candidates,
        seed);
  }

  /**
   * A command line that gives the same figures again: every setting, also those left at their
   * default, and none that changes no figure.
   */
  static String command(String name, ExperimentSettings settings, int repetitions) {
    List<String> words = new ArrayList<>(List.of("faasrank", name));
    add(words, "--policies", settings.policies());
    add(words, "--workloads", settings.workloads());
    add(words, "--trace", settings.trace());
    add(words, "--invocations", settings.invocations());
    add(words, "--split", settings.split());
    add(words, "--repetitions", repetitions);
    add(words, "--invokers", settings.invokers());
    add(words, "--model", settings.model());
    add(words, "--candidates", settings.candidates());
    add(words, "--seed", settings.seed());
    return String.join(" ", words);
  }

  private static void add(List<String> words, String option, @Nullable Object value) {
    if (value != null) {
      words.add(option);
      words.add(quoted(value.toString()));
    }
  }

  /** A word as a shell reads it. */
  static String quoted(String word) {
    return word.matches("[\\w./,:@=+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  static void atLeastOne(String option, int value) {
    require(value >= 1, option + ": expected 1 or more, found " + value);
  }

  /**
   * The cluster that {@code --invokers} describes.
   *
   * @throws IllegalArgumentException naming the option
   */
  static List<InvokerSettings> cluster(String invokers) {
    try {
      return InvokerSettings.parseCluster(invokers);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--invokers: " + e.getMessage(), e);
    }
  }

  private static void file(String option, @Nullable Path path) {
    require(path == null || Files.isRegularFile(path), option + ": expected a file, found " + path);
  }

  static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
