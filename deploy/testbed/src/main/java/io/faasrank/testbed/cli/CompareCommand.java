package io.faasrank.testbed.cli;

import com.typesafe.config.ConfigFactory;
import io.faasrank.cli.Commands;
import io.faasrank.cli.ReportFolder;
import io.faasrank.experiment.Arrivals;
import io.faasrank.experiment.Contenders;
import io.faasrank.experiment.EpisodeRunner;
import io.faasrank.experiment.Experiment;
import io.faasrank.experiment.ExperimentSettings;
import io.faasrank.experiment.SimulatedExperiments;
import io.faasrank.simulation.EpisodeResult;
import io.faasrank.testbed.invoker.TimeScale;
import io.faasrank.testbed.local.LocalRunner;
import io.faasrank.testbed.local.LocalServers;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code faasrank testbed compare}: the same episodes in the simulator and on real servers. */
@Command(
    name = "compare",
    description =
        "Runs the same workloads, policies and seeds through the simulator and through a Kafka, a"
            + " Redis, a stand-in controller and emulated invokers, and shows both. Ends with 3"
            + " where a policy's means differ by more than 10 %%.")
final class CompareCommand implements Callable<Integer> {

  @Mixin private LocalOptions options = new LocalOptions(10);

  @Option(
      names = "--format",
      paramLabel = "NAME",
      description = "What to print: table, csv or json (default ${DEFAULT-VALUE}).")
  private AgreementReport.AgreementFormat format = AgreementReport.AgreementFormat.TABLE;

  @Mixin private ReportFolder folder = new ReportFolder();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter err = Commands.line(spec).getErr();
    LiveStory story = new LiveStory("reading the workloads");
    WebOption.OpenPage page = options.web().page(story, err);
    try {
      return run(err, story);
    } finally {
      page.close();
    }
  }

  private Integer run(PrintWriter err, LiveStory story) {
    ExperimentSettings settings = options.settings();
    Arrivals arrivals = Arrivals.open(settings, ConfigFactory.load());
    Commands.warn(spec, arrivals.warnings());
    List<String> policies = Contenders.select(settings.policies());
    int repetitions = options.repetitions();
    TimeScale scale = options.scale();
    folder.create(
        Arrays.stream(AgreementReport.AgreementFormat.values())
            .map(AgreementReport.AgreementFormat::file)
            .toList());
    Experiment simulated = new SimulatedExperiments(warning -> {}).open(settings);
    story.stage("starting Kafka and Redis");
    PrintWriter out = Commands.line(spec).getOut();
    try (GracefulEnd end = new GracefulEnd();
        LocalServers servers = LocalOptions.servers(end)) {
      LocalRunner runner =
          new LocalRunner(
              servers, scale, settings, arrivals.source(), LocalOptions.watch(err, story));
      List<Agreement> agreements =
          end.interruptibly(
              () -> {
                policies.forEach(runner::warmUp);
                return compare(simulated, story.watching(runner), policies, repetitions);
              });
      AgreementReport report =
          new AgreementReport(
              agreements, runner.remarks(), options.command("testbed compare", settings));
      for (AgreementReport.AgreementFormat each : AgreementReport.AgreementFormat.values()) {
        folder.write(each.file(), file -> report.write(each, new PrintWriter(file)));
      }
      report.write(format, out);
      return report.exitCode();
    }
  }

  /** Policies one after the other on the same arrivals, so that drifts meet all of them. */
  private List<Agreement> compare(
      Experiment simulated, EpisodeRunner runner, List<String> policies, int repetitions) {
    List<Agreement> agreements = new ArrayList<>();
    for (String workload : simulated.workloads()) {
      for (int r = 0; r < repetitions; r++) {
        for (String policy : policies) {
          EpisodeResult simulation = simulated.runner().run(policy, workload, r, 0);
          EpisodeResult testbed = runner.run(policy, workload, r, 0);
          agreements.add(
              new Agreement(
                  policy,
                  workload,
                  r,
                  simulation.meanCompletionTime(),
                  testbed.meanCompletionTime()));
        }
      }
    }
    return agreements;
  }
}
