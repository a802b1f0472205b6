package io.faasrank.cli;

import io.faasrank.model.ShippedModel;
import io.faasrank.report.Analysis;
import io.faasrank.report.ReportFormat;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code faasrank demo}: a short evaluation that needs no file. A light, a middle and the heaviest
 * workload of Table III, on the paper's cluster.
 */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "A short evaluation of all schedulers on generated arrivals.")
final class DemoCommand implements Callable<Integer> {

  private static final ExperimentSettings SETTINGS =
      new ExperimentSettings(
          "all", "M1,M5,M10", null, null, null, "10", ShippedModel.DEFAULT, 0, 1);

  /** The fewest that give an interval worth printing within seconds. */
  private static final int REPETITIONS = 3;

  private final Experiment.Factory experiments;

  @Option(names = "--no-progress", description = "No progress bar, not even on a terminal.")
  private boolean noProgress;

  @Spec private @Nullable CommandSpec spec;

  DemoCommand(Experiment.Factory experiments) {
    this.experiments = experiments;
  }

  @Override
  public Integer call() throws IOException {
    Analysis analysis =
        EvaluateCommand.analyse(
            experiments.open(SETTINGS),
            SETTINGS,
            REPETITIONS,
            Runtime.getRuntime().availableProcessors(),
            !noProgress);
    ReportFormat.TABLE.write(analysis, EvaluateCommand.output(spec));
    return Main.OK;
  }
}
