package io.faasrank.cli;

import io.faasrank.report.Analysis;
import io.faasrank.report.Provenance;
import io.faasrank.report.ReportFormat;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
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
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = "Replays workloads through schedulers and prints how they compare to hashing.")
final class EvaluateCommand implements Callable<Integer> {

  private final Experiment.Factory experiments;

  @Mixin private ExperimentOptions options = new ExperimentOptions();

  @Option(
      names = "--repetitions",
      paramLabel = "N",
      defaultValue = "10",
      description = "Repetitions of each workload, with other arrivals (default ${DEFAULT-VALUE}).")
  private int repetitions;

  @Option(
      names = "--format",
      paramLabel = "NAME",
      defaultValue = "table",
      description = "What to print: table (default), csv, json or html.")
  private ReportFormat format = ReportFormat.TABLE;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Also write evaluation.csv, evaluation.json and report.html here.")
  private @Nullable Path out;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Episodes run at a time (default: one per core); changes no figure.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(names = "--no-progress", description = "No progress bar, not even on a terminal.")
  private boolean noProgress;

  @Spec private @Nullable CommandSpec spec;

  EvaluateCommand(Experiment.Factory experiments) {
    this.experiments = experiments;
  }

  @Override
  public Integer call() throws IOException {
    ExperimentOptions.atLeastOne("--repetitions", repetitions);
    ExperimentOptions.atLeastOne("--threads", threads);
    ExperimentSettings settings = options.settings();
    ReportFolder folder = out == null ? null : new ReportFolder(out);
    if (folder != null) {
      folder.create();
    }
    Analysis analysis =
        analyse(experiments.open(settings), settings, repetitions, threads, !noProgress);
    if (folder != null) {
      folder.write(analysis);
    }
    format.write(analysis, output(spec));
    return Main.OK;
  }

  /** Runs the experiment and computes its tables. */
  static Analysis analyse(
      Experiment experiment,
      ExperimentSettings settings,
      int repetitions,
      int threads,
      boolean progress) {
    EvaluationRun run = new EvaluationRun(experiment, repetitions, true);
    Provenance provenance =
        new Provenance(
            ExperimentOptions.command("evaluate", settings, repetitions),
            settings.seed(),
            experiment.dataSet(),
            settings.cluster());
    try (Progress bar = Progress.open("evaluate", run.episodes(), progress)) {
      return new Analysis(run.run(provenance, threads, bar::step));
    }
  }

  /** Where a command's results go. */
  static PrintWriter output(@Nullable CommandSpec spec) {
    if (spec == null) {
      throw new IllegalStateException("a command runs through its command line only");
    }
    return spec.commandLine().getOut();
  }
}
