package io.faasrank.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValue;
import io.faasrank.experiment.FunctionSettings;
import io.faasrank.experiment.Options;
import io.faasrank.training.TaskMix;
import io.faasrank.training.TrainingSettings;
import io.faasrank.workload.Split;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything about a training that decides its weights.
 *
 * @param mix what is trained on
 * @param runs trainings from seeds in sequence, of which the best is kept; positive
 * @param workloads names and ranges of Table III, or of populations; null for a log
 * @param trace as {@code [FORMAT:]DIR}, or null for generated arrivals
 * @param invocations log to train on; null for none
 * @param functions whose functions run
 * @param split the trace's functions to train on; null without a trace
 * @param validationSplit those to choose the model by; null without a trace
 * @param invokers the simulated clusters that take turns, separated by slashes
 * @param calibration how they behave; null for the configuration's
 */
record TrainingPlan(
    TrainingSettings settings,
    TaskMix mix,
    int runs,
    @Nullable String workloads,
    @Nullable String trace,
    @Nullable Path invocations,
    FunctionSettings functions,
    @Nullable Split split,
    @Nullable Split validationSplit,
    String invokers,
    @Nullable String calibration) {

  TrainingPlan {
    Options.require(runs > 0, "--runs: expected 1 or more, found " + runs);
  }

  /** One of the runs, from 0, as a training of its own. */
  TrainingPlan run(int number) {
    return new TrainingPlan(
        settings.withSeed(settings.seed() + number),
        mix,
        1,
        workloads,
        trace,
        invocations,
        functions,
        split,
        validationSplit,
        invokers,
        calibration);
  }

  /** The clusters in their turns. */
  List<String> clusters() {
    return List.of(invokers.split("/", -1));
  }

  /** All options by name, in the order of the help; flags have the values true and false. */
  Map<String, String> options() {
    Map<String, String> options = new LinkedHashMap<>();
    put(options, "--mix", mix);
    put(options, "--runs", runs);
    put(options, "--workloads", workloads);
    put(options, "--trace", trace);
    put(options, "--invocations", invocations);
    put(options, "--split", split);
    put(options, "--validation-split", validationSplit);
    options.putAll(ExperimentOptions.functions(functions));
    options.put("--invokers", invokers);
    put(options, "--calibration", calibration);
    options.putAll(LearningOptions.of(settings));
    return options;
  }

  /**
   * What a resumed training must have in common with its checkpoint. Not the place of the trace or
   * log, since the checkpoint knows the arrivals themselves; not the patience, which no weight
   * depends on; and not the number of episodes, unless the learning rate's fall depends on it. A
   * mix of all regimes takes place in every calibration, workloads in the one that is chosen.
   */
  Map<String, String> lasting(Config config) {
    Map<String, String> lasting = options();
    lasting.remove("--trace");
    lasting.remove("--invocations");
    lasting.remove("--patience");
    if (!settings.decay()) {
      lasting.remove("--episodes");
    }
    Map<String, ConfigValue> sorted = new TreeMap<>();
    String calibrations = "faasrank.calibrations";
    if (mix == TaskMix.WORKLOADS) {
      calibrations += "." + config.getString("faasrank.simulation.calibration");
    }
    for (String path : List.of("faasrank.simulation", "faasrank.workload", calibrations)) {
      config
          .getConfig(path)
          .entrySet()
          .forEach(entry -> sorted.put(path + "." + entry.getKey(), entry.getValue()));
    }
    sorted.forEach((key, value) -> lasting.put(key, value.unwrapped().toString()));
    return lasting;
  }

  /** A command line that trains the same again: every option, and none of the preset's name. */
  String command() {
    return LearningOptions.command("faasrank train", options());
  }

  private static void put(Map<String, String> options, String name, @Nullable Object value) {
    LearningOptions.put(options, name, value);
  }
}
