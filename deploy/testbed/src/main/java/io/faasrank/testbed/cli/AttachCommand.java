package io.faasrank.testbed.cli;

import static java.util.stream.Collectors.joining;

import com.typesafe.config.ConfigFactory;
import io.faasrank.cli.Commands;
import io.faasrank.cli.FormatOption;
import io.faasrank.cli.NoiseFloorOption;
import io.faasrank.cli.Origins;
import io.faasrank.cli.RepetitionsOption;
import io.faasrank.cli.ReportFolder;
import io.faasrank.cli.Terminal;
import io.faasrank.experiment.Arrivals;
import io.faasrank.experiment.EvaluationRun;
import io.faasrank.experiment.Experiment;
import io.faasrank.experiment.ExperimentFailedException;
import io.faasrank.experiment.ExperimentSettings;
import io.faasrank.experiment.Options;
import io.faasrank.redis.RedisServer;
import io.faasrank.report.EvaluatedPolicy;
import io.faasrank.report.Evaluation;
import io.faasrank.report.PolicyRole;
import io.faasrank.report.Provenance;
import io.faasrank.testbed.attach.AttachedCluster;
import io.faasrank.testbed.attach.AttachedRunner;
import io.faasrank.testbed.attach.BenchmarkActions;
import io.faasrank.testbed.attach.ControllerLog;
import io.faasrank.testbed.attach.ControllerMetrics;
import io.faasrank.testbed.attach.LiveReplay;
import io.faasrank.testbed.attach.ModeControl;
import io.faasrank.testbed.attach.OpenWhiskApi;
import io.faasrank.testbed.attach.ServingInvokers;
import io.faasrank.testbed.invoker.FleetSettings;
import io.faasrank.testbed.train.AttachedSystem;
import io.faasrank.testbed.train.EpisodeLog;
import io.faasrank.testbed.train.ModelPublisher;
import io.faasrank.training.OnlineTrainer;
import io.faasrank.training.TrainingSettings;
import io.faasrank.workload.BenchmarkFunctions;
import io.faasrank.workload.Workload;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code faasrank testbed attach}: emulated invokers for a running OpenWhisk, and a workload. */
@Command(
    name = "attach",
    description =
        "Lets emulated invokers join a running OpenWhisk, replays workloads through it in real time"
            + " and prints how they fared. Use it where no other invokers serve.")
final class AttachCommand implements Callable<Integer> {

  private static final String PACKAGE = "faasrank-testbed";

  @Mixin private AttachOptions options = new AttachOptions();

  @Mixin private RepetitionsOption repetitions = new RepetitionsOption(1);

  @Mixin private NoiseFloorOption noiseFloor = new NoiseFloorOption(false);

  @Option(
      names = "--package",
      paramLabel = "NAME",
      defaultValue = PACKAGE,
      description = "Package of the actions (default ${DEFAULT-VALUE}).")
  private String folder = "";

  @Option(
      names = "--beside-others",
      description =
          "Join although other invokers serve. Each kind then gets activations meant for the"
              + " other, and emulated ones run no code.")
  private boolean besideOthers;

  @Option(
      names = "--metrics",
      paramLabel = "URL",
      split = ",",
      description =
          "Prometheus page of each controller, for instance http://127.0.0.1:10001/metrics: also"
              + " print who placed how many activations.")
  private List<URI> metrics = new ArrayList<>();

  @Option(names = "--keep", description = "Leave the actions there at the end.")
  private boolean keep;

  @Option(
      names = "--train",
      description =
          "Train a model in place of comparing: see testbed train. Controllers need faasrank.policy ="
              + " faasrank-sampled, faasrank.events.enabled = true and faasrank.late-binding.enabled ="
              + " false. The mode and the published model are restored at the end.")
  private boolean train;

  @Mixin private LoopOptions loop = new LoopOptions();

  @Mixin private WebOption web = new WebOption();

  @Mixin private FormatOption format = new FormatOption();

  @Mixin private ReportFolder reports = new ReportFolder();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    PrintWriter err = Commands.line(spec).getErr();
    LiveStory story = new LiveStory("joining the OpenWhisk");
    WebOption.OpenPage page = web.page(story, err);
    try (GracefulEnd end = new GracefulEnd()) {
      try {
        attach(end, err, story);
      } catch (ExperimentFailedException | CancellationException e) {
        // what could not be restored; printed before this returns, since the process may end then
        for (Throwable left : e.getSuppressed()) {
          err.println("faasrank: " + left.getMessage());
        }
        throw e;
      }
    } finally {
      page.close();
    }
    return Commands.OK;
  }

  private void attach(GracefulEnd end, PrintWriter err, LiveStory story) throws IOException {
    int times = repetitions.count();
    ExperimentSettings settings = options.experiment();
    List<String> modes = options.modes();
    Options.require(train || !loop.given(), "--preset, --episodes and the like: need --train");
    Options.require(!train || modes.isEmpty(), "--modes: not with --train, whose mode is faasrank");
    Arrivals arrivals = Arrivals.open(settings, ConfigFactory.load());
    Commands.warn(spec, arrivals.warnings());
    OpenWhiskApi api = options.api();
    FleetSettings fleet = options.fleet();
    RedisServer redis = options.redis();
    ModeControl mode = new ModeControl(redis);
    ControllerMetrics counters = metrics.isEmpty() ? null : new ControllerMetrics(metrics);
    String namespace = api.namespace();
    mode.check();
    if (train) {
      LoopOptions.prepare();
    }
    if (counters != null) {
      end.interruptibly(
          () -> {
            counters.await(
                () ->
                    err.println("faasrank: waiting for the pages of --metrics, a minute at most"));
            return counters;
          });
    }
    reports.create(train ? LoopReport.FILES : ReportFolder.EVALUATION);
    end.interruptibly(() -> ServingInvokers.listen(fleet)).check(fleet, besideOthers);
    err.println(
        "faasrank: %s invokers join, actions go to package /%s/%s"
            .formatted(fleet.sizes().size(), namespace, folder));
    try (BenchmarkActions actions = actions(api, end);
        AttachedCluster cluster = end.interruptibly(() -> AttachedCluster.join(fleet));
        // the first to be closed, whatever the others wait for
        mode) {
      err.println("faasrank: a controller has tested %s of them".formatted(cluster.tested()));
      LiveReplay replay = new LiveReplay(api, actions, cluster.fleet());
      if (train) {
        train(end, err, arrivals, cluster, replay, mode, watch(err, cluster, replay, story));
        return;
      }
      AttachedRunner runner =
          new AttachedRunner(
              cluster,
              replay,
              mode,
              arrivals.source(),
              watch(err, cluster, replay, story),
              counters,
              new ControllerLog(redis));
      EvaluationRun run =
          new EvaluationRun(experiment(arrivals, modes, runner, story), times, noise(modes));
      Evaluation evaluation =
          end.interruptibly(
              () -> {
                // a controller that has tested our invokers is on the same Kafka, whoever runs this
                boolean anywhere = besideOthers && cluster.tested() > 0;
                replay.probe(BenchmarkFunctions.all().get(0), anywhere);
                return run.run(provenance(settings, arrivals, api), 1, () -> {});
              });
      // before anything is closed, which may fail
      new ReplayReport(evaluation.withRemarks(runner.remarks()), runner, modes.size() > 1)
          .write(format.value(), Commands.line(spec).getOut(), reports);
    }
  }

  private void train(
      GracefulEnd end,
      PrintWriter err,
      Arrivals arrivals,
      AttachedCluster cluster,
      LiveReplay replay,
      ModeControl mode,
      AttachedRunner.AttachWatch watch) {
    TrainingSettings settings = loop.settings(options.experiment().seed());
    try (OnlineTrainer trainer = loop.trainer(settings, options.fleet().sizes(), arrivals);
        EpisodeLog log = EpisodeLog.open(options.events());
        ModelPublisher publisher = new ModelPublisher(options.redis())) {
      LoopRun run =
          new LoopRun(
              new AttachedSystem(
                  cluster,
                  replay,
                  log,
                  workload -> watch.begin(AttachedRunner.UNCHANGED, workload)),
              log,
              publisher,
              trainer,
              settings,
              arrivals,
              provenance(options.experiment(), arrivals, options.api()));
      LoopReport report =
          end.interruptibly(
              () -> {
                mode.set("faasrank");
                return run.train(err);
              });
      report.write(reports);
      report.print(Commands.line(spec).getOut());
    }
  }

  private BenchmarkActions actions(OpenWhiskApi api, GracefulEnd end) {
    BenchmarkActions actions =
        BenchmarkActions.create(api, folder, BenchmarkFunctions.all(), end::goOn);
    if (keep) {
      actions.keep();
    }
    return actions;
  }

  private boolean noise(List<String> modes) {
    return noiseFloor.wanted() && modes.size() > 1;
  }

  private static AttachedRunner.AttachWatch watch(
      PrintWriter err, AttachedCluster cluster, LiveReplay replay, LiveStory story) {
    boolean terminal = Terminal.standardError();
    return (policy, workload) -> {
      String title = title(policy, workload);
      Supplier<ReplayStatus> status =
          () ->
              ReplayStatus.of(
                  title,
                  workload.arrivals().size(),
                  replay.submitted(),
                  replay.completed(),
                  cluster.fleet());
      TerminalView view = new TerminalView(err, terminal, status);
      story.begins(status);
      return () -> {
        view.close();
        story.stage("between two episodes");
      };
    };
  }

  private static String title(String policy, Workload workload) {
    return policy.equals(AttachedRunner.UNCHANGED)
        ? workload.name()
        : workload.name() + " in mode " + policy;
  }

  private static Experiment experiment(
      Arrivals arrivals, List<String> modes, AttachedRunner runner, LiveStory story) {
    List<EvaluatedPolicy> policies = new ArrayList<>();
    for (String mode : modes.isEmpty() ? List.of(AttachedRunner.UNCHANGED) : modes) {
      policies.add(
          new EvaluatedPolicy(
              mode, policies.isEmpty() ? PolicyRole.REFERENCE : PolicyRole.LEARNED));
    }
    return new Experiment(
        policies,
        arrivals.workloads(),
        arrivals.functions(),
        arrivals.dataSet(),
        story.watching(runner));
  }

  /** A command line that does the same again, without the key. */
  String command() {
    return options.command()
        + " --repetitions "
        + repetitions.count()
        + (noiseFloor.wanted() ? " --noise-floor" : "")
        + (folder.equals(PACKAGE) ? "" : " --package " + folder)
        + (besideOthers ? " --beside-others" : "")
        + (train ? " --train" + loop.command(options.experiment().seed()) : "")
        + (metrics.isEmpty()
            ? ""
            : metrics.stream().map(URI::toString).collect(joining(",", " --metrics ", "")));
  }

  private Provenance provenance(ExperimentSettings settings, Arrivals arrivals, OpenWhiskApi api) {
    return new Provenance(
        command(),
        settings.seed(),
        arrivals.dataSet(),
        settings.cluster() + ", emulated in real time, behind the OpenWhisk at " + api,
        Origins.of(settings, List.of()));
  }
}
