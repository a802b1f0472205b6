package io.faasrank.cli;

import io.faasrank.experiment.EvaluationRun;
import io.faasrank.experiment.Experiment;
import io.faasrank.experiment.ExperimentSettings;
import io.faasrank.experiment.Options;
import io.faasrank.report.Analysis;
import io.faasrank.report.Provenance;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code faasrank evaluate}: replays workloads through schedulers and compares them. */
@Command(
    name = "evaluate",
    description = "Replays workloads through schedulers and prints how they compare to hashing.")
final class EvaluateCommand implements Callable<Integer> {

  private final Experiment.Factory experiments;

  @Mixin private ExperimentOptions options = new ExperimentOptions("all", "M1..M10", 10);

  @Mixin private FunctionOptions functions = new FunctionOptions();

  @Mixin private DrawsOption draws = new DrawsOption();

  @Mixin private CalibrationOption calibration = new CalibrationOption();

  @Option(
      names = "--controllers",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Controllers that share the invokers; arrivals go to them in turn (default"
              + " ${DEFAULT-VALUE}).")
  private int controllers;

  @Mixin private FormatOption format = new FormatOption();

  @Mixin private ReportFolder folder = new ReportFolder();

  @Mixin private ThreadsOption threads = new ThreadsOption();

  @Mixin private ProgressOption progress = new ProgressOption();

  @Spec private @Nullable CommandSpec spec;

  EvaluateCommand(Experiment.Factory experiments) {
    this.experiments = experiments;
  }

  @Override
  public Integer call() throws IOException {
    ExperimentSettings settings =
        draws
            .addTo(options.settings(functions.invocations(), functions.settings()))
            .withCalibration(calibration.name())
            .withControllers(Options.atLeast(1, "--controllers", controllers));
    int repetitions = options.repetitions();
    int episodes = threads.count();
    folder.create(ReportFolder.EVALUATION);
    Experiment experiment = experiments.open(settings);
    EvaluationRun run = new EvaluationRun(experiment, repetitions, true);
    Provenance provenance =
        new Provenance(
            ExperimentOptions.command("evaluate", settings, repetitions),
            settings.seed(),
            experiment.dataSet(),
            settings.cluster(),
            Origins.of(settings, experiment.policies()));
    Analysis analysis;
    try (Progress bar = progress.open("evaluate", run.episodes())) {
      analysis = new Analysis(run.run(provenance, episodes, bar::step), experiment.records());
    }
    folder.write(analysis);
    format.value().write(analysis, Commands.line(spec).getOut());
    return Commands.OK;
  }
}
