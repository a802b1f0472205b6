package io.faasrank.testbed.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.faasrank.cli.LearningOptions;
import io.faasrank.experiment.Arrivals;
import io.faasrank.experiment.ExperimentFailedException;
import io.faasrank.experiment.Options;
import io.faasrank.model.Model;
import io.faasrank.model.ShippedModel;
import io.faasrank.report.TrainingReport;
import io.faasrank.simulation.InvokerSettings;
import io.faasrank.simulation.SimulationSettings;
import io.faasrank.simulation.Simulator;
import io.faasrank.training.OnlineTrainer;
import io.faasrank.training.Preset;
import io.faasrank.training.Trainer;
import io.faasrank.training.TrainingSettings;
import io.faasrank.training.TurningTasks;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of the commands that train on a running system. */
final class LoopOptions {

  @Option(
      names = "--preset",
      paramLabel = "NAME",
      description =
          "Recipe whose settings other options override: live, paper-single, paper-multi or multi"
              + " (default live).")
  private @Nullable String preset;

  @Option(
      names = "--begin-with",
      paramLabel = "NAME|FILE",
      description =
          "Train on from this model, in place of random weights: "
              + ShippedModel.LIST
              + ", or a file.")
  private @Nullable String model;

  @Mixin private LearningOptions learning = new LearningOptions();

  /** Whether any of these options was given. */
  boolean given() {
    TrainingSettings live = Preset.LIVE.settings();
    return preset != null || model != null || !learning.over(live, live.seed()).equals(live);
  }

  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException naming the option
   */
  TrainingSettings settings(long seed) {
    String name = preset;
    Preset recipe = name == null ? Preset.LIVE : Options.read("--preset", () -> Preset.named(name));
    TrainingSettings settings = learning.over(recipe.settings(), seed);
    Options.require(
        settings.tasks() == 1 && settings.imitation() == 0,
        "--preset: a running cluster has one task at a time and imitates nobody; expected live,"
            + " paper-single, paper-multi or multi, or --tasks 1 --imitation 0");
    Options.require(
        settings.steps() == 0, "--steps: episodes of a running cluster are learnt from whole");
    return settings;
  }

  /**
   * Starts what may fail on this machine, before anything long is run.
   *
   * @throws ExperimentFailedException in one line
   */
  static void prepare() {
    try {
      TrainingReport.requireFonts();
      String unused = Trainer.libraries();
    } catch (IllegalStateException e) {
      throw new ExperimentFailedException(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * A trainer that has learnt nothing yet.
   *
   * @param invokers what the running system has, which the scaler is learnt on in the simulator
   */
  OnlineTrainer trainer(
      TrainingSettings settings, List<InvokerSettings> invokers, Arrivals arrivals) {
    String name = model;
    if (name != null) {
      Model start = Options.read("--begin-with", () -> ShippedModel.open(name));
      return Options.read("--schema", () -> OnlineTrainer.from(settings, start));
    }
    Config config = ConfigFactory.load();
    return OnlineTrainer.random(
        settings,
        new TurningTasks(
                List.of(new Simulator(SimulationSettings.from(config), invokers)),
                arrivals.workloads(),
                arrivals.source(),
                settings.sameArrivals())
            .scalerTasks());
  }

  /** These options in a command line that does the same. */
  String command(long seed) {
    return LearningOptions.command(
        model == null ? "" : " --begin-with " + model, LearningOptions.of(settings(seed)));
  }
}
