package io.faasrank.testbed.cli;

import com.typesafe.config.ConfigFactory;
import io.faasrank.cli.Commands;
import io.faasrank.cli.FormatOption;
import io.faasrank.cli.NoiseFloorOption;
import io.faasrank.cli.Origins;
import io.faasrank.cli.ReportFolder;
import io.faasrank.experiment.Arrivals;
import io.faasrank.experiment.Contenders;
import io.faasrank.experiment.EvaluationRun;
import io.faasrank.experiment.Experiment;
import io.faasrank.experiment.ExperimentSettings;
import io.faasrank.experiment.Options;
import io.faasrank.experiment.SimulatedExperiments;
import io.faasrank.report.Evaluation;
import io.faasrank.report.Provenance;
import io.faasrank.testbed.local.LocalRunner;
import io.faasrank.testbed.local.LocalServers;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code faasrank demo}: the whole system on this machine. A real Kafka, a real Redis and the
 * deciding classes of the plugin; the controller around them and the invokers are emulated, and
 * time is scaled.
 */
@Command(
    name = "demo",
    description =
        "Starts a Kafka, a Redis, a stand-in controller and emulated invokers on this machine,"
            + " replays one workload under hashing and under FaaSRank in scaled time, compares them"
            + " and stops everything. With --learn: two acts of learning on a running cluster.")
final class DemoCommand implements Callable<Integer> {

  /** With it three replays of M1 and the start of the servers take less than half a minute. */
  private static final double SCALE = 18;

  private static final Set<String> BESIDE_LEARN = Set.of("--learn", "--seed", "--web");

  @Option(
      names = "--learn",
      description =
          "In some two minutes: the log of a cluster fills, a twin is fitted, a candidate is trained,"
              + " tried and promoted; then one that is bad on purpose is demoted. Ends with 0 only if"
              + " both did. Of the other options --seed and --web are of use.")
  private boolean learn;

  @Mixin private LocalOptions options = new LocalOptions(SCALE);

  @Mixin private NoiseFloorOption noiseFloor = new NoiseFloorOption(true);

  @Mixin private FormatOption format = new FormatOption();

  @Mixin private ReportFolder folder = new ReportFolder();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    PrintWriter err = Commands.line(spec).getErr();
    LiveStory story = new LiveStory("reading the workload");
    WebOption.OpenPage page = options.web().page(story, err);
    try {
      if (learn) {
        requireAlone();
        return new LearnDemo(Commands.line(spec).getOut(), err, story)
            .run(options.settings().seed());
      }
      return run(err, story);
    } finally {
      page.close();
    }
  }

  /** Options that --learn would not heed are refused. */
  private void requireAlone() {
    for (OptionSpec option : Commands.line(spec).getParseResult().matchedOptions()) {
      Options.require(
          BESIDE_LEARN.contains(option.longestName()),
          option.longestName() + ": not with --learn, whose cluster and workload are its own");
    }
  }

  private Integer run(PrintWriter err, LiveStory story) throws IOException {
    ExperimentSettings settings = options.settings();
    double scale = options.scale().virtualPerReal();
    Arrivals arrivals = Arrivals.open(settings, ConfigFactory.load());
    Commands.warn(spec, arrivals.warnings());
    Experiment simulated = new SimulatedExperiments(warning -> {}).open(settings);
    int repetitions = options.repetitions();
    folder.create(ReportFolder.EVALUATION);
    err.printf(
        "faasrank: starting Kafka and Redis on free ports; time runs %s times faster%n", scale);
    story.stage("starting Kafka and Redis");
    try (GracefulEnd end = new GracefulEnd();
        LocalServers servers = LocalOptions.servers(end)) {
      LocalRunner runner =
          new LocalRunner(
              servers,
              options.scale(),
              settings,
              arrivals.source(),
              LocalOptions.watch(err, story));
      EvaluationRun run =
          new EvaluationRun(
              new Experiment(
                  simulated.policies(),
                  arrivals.workloads(),
                  arrivals.functions(),
                  arrivals.dataSet(),
                  story.watching(runner)),
              repetitions,
              noiseFloor.wanted());
      Evaluation evaluation =
          end.interruptibly(
              () -> {
                story.stage("warming up");
                Contenders.select(settings.policies()).stream()
                    .skip(1)
                    .limit(1)
                    .forEach(runner::warmUp);
                return run.run(provenance(settings, arrivals, simulated), 1, () -> {});
              });
      Evaluation remarked = evaluation.withRemarks(runner.remarks());
      new ReplayReport(remarked, runner, remarked.policies().size() > 1)
          .write(format.value(), Commands.line(spec).getOut(), folder);
    }
    return Commands.OK;
  }

  private Provenance provenance(
      ExperimentSettings settings, Arrivals arrivals, Experiment simulated) {
    return new Provenance(
        options.command("demo", settings) + (noiseFloor.wanted() ? "" : " --no-noise-floor"),
        settings.seed(),
        arrivals.dataSet(),
        settings.cluster()
            + ", emulated, behind a stand-in controller, a real Kafka and a real Redis; time scaled"
            + " by "
            + options.scale().virtualPerReal()
            + ", so figures differ a little from run to run",
        Origins.of(settings, simulated.policies()));
  }
}
