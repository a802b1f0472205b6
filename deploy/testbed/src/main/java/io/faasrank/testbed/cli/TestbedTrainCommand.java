package io.faasrank.testbed.cli;

import com.typesafe.config.ConfigFactory;
import io.faasrank.cli.ArrivalOptions;
import io.faasrank.cli.Commands;
import io.faasrank.cli.InvokersOption;
import io.faasrank.cli.Origins;
import io.faasrank.cli.ReportFolder;
import io.faasrank.cli.WorkloadsOption;
import io.faasrank.experiment.Arrivals;
import io.faasrank.experiment.ExperimentSettings;
import io.faasrank.experiment.FunctionSettings;
import io.faasrank.experiment.Options;
import io.faasrank.model.ShippedModel;
import io.faasrank.policy.CandidateLimit;
import io.faasrank.report.Provenance;
import io.faasrank.testbed.invoker.TimeScale;
import io.faasrank.testbed.local.LocalCluster;
import io.faasrank.testbed.local.LocalServers;
import io.faasrank.testbed.train.EpisodeLog;
import io.faasrank.testbed.train.LocalSystem;
import io.faasrank.testbed.train.LoopSystem;
import io.faasrank.testbed.train.ModelPublisher;
import io.faasrank.training.OnlineTrainer;
import io.faasrank.training.TrainingSettings;
import io.faasrank.workload.MergedDraws;
import io.faasrank.workload.Split;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code faasrank testbed train}: the paper's loop on a local cluster with real servers. */
@Command(
    name = "train",
    description =
        "Trains a model on a running cluster as the paper does: a Kafka, a Redis, stand-in"
            + " controllers and emulated invokers on this machine. Controllers draw by the model; the"
            + " log of events gives what they saw and what came of it; PPO makes the next model,"
            + " which is published and serves the next episodes.")
final class TestbedTrainCommand implements Callable<Integer> {

  /** An episode of M1 takes about five seconds with it. */
  private static final double SCALE = 20;

  @Mixin private LoopOptions loop = new LoopOptions();

  @Mixin private WorkloadsOption workloads = new WorkloadsOption("M1");

  @Mixin private ArrivalOptions arrivals = new ArrivalOptions(Split.TRAIN);

  @Mixin private InvokersOption invokers = new InvokersOption();

  @Option(
      names = "--controllers",
      paramLabel = "N",
      defaultValue = "1",
      description = "Controllers that share the invokers (default ${DEFAULT-VALUE}).")
  private int controllers;

  @Option(
      names = "--scale",
      paramLabel = "X",
      description = "Seconds of the workload in a real second (default ${DEFAULT-VALUE}).")
  private double scale = SCALE;

  @Mixin private WebOption web = new WebOption();

  @Mixin private ReportFolder folder = new ReportFolder();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter err = Commands.line(spec).getErr();
    LiveStory story = new LiveStory("reading the workload");
    WebOption.OpenPage page = web.page(story, err);
    try {
      return run(err, story);
    } finally {
      page.close();
    }
  }

  private ExperimentSettings experiment() {
    return new ExperimentSettings(
            LoopSystem.POLICY,
            workloads.selection(),
            arrivals.trace(),
            null,
            arrivals.split(),
            FunctionSettings.TABLE2,
            invokers.text(),
            ShippedModel.DEFAULT,
            CandidateLimit.NONE,
            arrivals.seed(),
            MergedDraws.ONE)
        .withControllers(Options.atLeast(1, "--controllers", controllers));
  }

  private Integer run(PrintWriter err, LiveStory story) {
    TrainingSettings settings = loop.settings(arrivals.seed());
    ExperimentSettings experiment = experiment();
    TimeScale time = Options.read("--scale", () -> new TimeScale(scale));
    Arrivals read = Arrivals.open(experiment, ConfigFactory.load());
    Commands.warn(spec, read.warnings());
    folder.create(LoopReport.FILES);
    LoopOptions.prepare();
    try (GracefulEnd end = new GracefulEnd();
        OnlineTrainer trainer = loop.trainer(settings, invokers.cluster(), read)) {
      story.stage("starting Kafka and Redis");
      try (LocalServers servers = LocalOptions.servers(end)) {
        LoopReport report =
            end.interruptibly(
                () -> train(servers, trainer, settings, experiment, read, time, err, story));
        report.write(folder);
        report.print(Commands.line(spec).getOut());
      }
    }
    return Commands.OK;
  }

  private LoopReport train(
      LocalServers servers,
      OnlineTrainer trainer,
      TrainingSettings settings,
      ExperimentSettings experiment,
      Arrivals read,
      TimeScale time,
      PrintWriter err,
      LiveStory story) {
    story.stage("starting the cluster");
    try (LocalCluster cluster =
            LocalCluster.start(
                servers,
                "train.",
                invokers.cluster(),
                time,
                LoopSystem.POLICY,
                ShippedModel.DEFAULT,
                CandidateLimit.NONE,
                controllers,
                settings.seed(),
                LocalSystem.KEYS);
        EpisodeLog log = EpisodeLog.open(servers.redisServer());
        ModelPublisher publisher = new ModelPublisher(servers.redisServer())) {
      LoopRun run =
          new LoopRun(
              new LocalSystem(cluster, time, LocalOptions.watch(err, story)),
              log,
              publisher,
              trainer,
              settings,
              read,
              provenance(experiment, read));
      return run.train(err);
    }
  }

  private Provenance provenance(ExperimentSettings experiment, Arrivals read) {
    return new Provenance(
        "faasrank testbed train --workloads %s --invokers %s --controllers %s --scale %s%s"
            .formatted(
                workloads.selection(),
                invokers.text(),
                controllers,
                scale,
                loop.command(arrivals.seed())),
        arrivals.seed(),
        read.dataSet(),
        experiment.cluster()
            + ", emulated, behind a stand-in controller, a real Kafka and a real Redis; time scaled"
            + " by "
            + scale,
        Origins.of(experiment, List.of()));
  }
}
