package io.faasrank.testbed.cli;

import io.faasrank.cli.ExperimentOptions;
import io.faasrank.cli.Terminal;
import io.faasrank.experiment.Contender;
import io.faasrank.experiment.Contenders;
import io.faasrank.experiment.ExperimentFailedException;
import io.faasrank.experiment.ExperimentSettings;
import io.faasrank.experiment.Options;
import io.faasrank.testbed.invoker.TimeScale;
import io.faasrank.testbed.local.LocalCluster;
import io.faasrank.testbed.local.LocalRunner;
import io.faasrank.testbed.local.LocalServers;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of the commands that replay on this machine alone. */
final class LocalOptions {

  private static final String ALL = "all";

  @Mixin private ExperimentOptions experiment = new ExperimentOptions("faasrank", "M1", 1);

  @Option(
      names = "--controllers",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Controllers that share the invokers; activations go to them in turn (default"
              + " ${DEFAULT-VALUE}).")
  private int controllers;

  @Option(
      names = "--scale",
      paramLabel = "X",
      description =
          "Seconds of the workload in a real second (default ${DEFAULT-VALUE}); up to 20 on two"
              + " cores.")
  private double scale;

  @Mixin private WebOption web = new WebOption();

  /**
   * @param scale unless another is given
   */
  LocalOptions(double scale) {
    this.scale = scale;
  }

  /**
   * Checks the options. All policies are those that a controller can serve.
   *
   * @throws IllegalArgumentException naming the option
   */
  ExperimentSettings settings() {
    ExperimentSettings settings = experiment.settings();
    boolean all = settings.policies().strip().equalsIgnoreCase(ALL);
    Options.require(
        all || !Contenders.select(settings.policies()).contains(Contenders.FPC),
        "--policies: fpc is a scheduler of its own that no controller here runs; it is simulated by"
            + " faasrank evaluate and faasrank regimes");
    List<String> names = Contenders.select(settings.policies());
    List<String> servable = names.stream().filter(name -> Contender.of(name).servable()).toList();
    for (String name : names) {
      Options.require(
          all || servable.contains(name),
          "--policies: %s knows what no controller can know".formatted(name));
    }
    return settings
        .withPolicies(String.join(",", servable))
        .withControllers(Options.atLeast(1, "--controllers", controllers));
  }

  int repetitions() {
    return experiment.repetitions();
  }

  TimeScale scale() {
    return Options.read("--scale", () -> new TimeScale(scale));
  }

  /**
   * A Kafka and a Redis.
   *
   * @throws ExperimentFailedException when they do not start, usually because there is no room for
   *     their files
   * @throws CancellationException after Ctrl-C
   */
  static LocalServers servers(GracefulEnd end) {
    try {
      return end.undisturbed(LocalServers::start);
    } catch (CancellationException e) {
      throw e;
    } catch (IllegalStateException | UncheckedIOException e) {
      throw new ExperimentFailedException(
          "%s; %s needs room and must allow execution, another folder is taken by"
                  .formatted(
                      String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
                      System.getProperty("java.io.tmpdir"))
              + " FAASRANK_JAVA_OPTS=-Djava.io.tmpdir=FOLDER",
          e);
    }
  }

  WebOption web() {
    return web;
  }

  /** Shows episodes on standard error and on the live page. */
  static LocalRunner.LocalWatch watch(PrintWriter err, LiveStory story) {
    boolean terminal = Terminal.standardError();
    return (policy, workload, cluster) -> {
      String title = workload.name() + " under " + policy;
      long before = dispatched(cluster);
      Supplier<ReplayStatus> status =
          () ->
              ReplayStatus.of(
                  title,
                  workload.arrivals().size(),
                  dispatched(cluster) - before,
                  completed(cluster) - before,
                  cluster.fleet());
      TerminalView view = new TerminalView(err, terminal, status);
      story.begins(status);
      return () -> {
        view.close();
        story.stage("between two episodes");
      };
    };
  }

  private static long dispatched(LocalCluster cluster) {
    return cluster.controllers().stream().mapToLong(each -> each.totals().dispatched()).sum();
  }

  private static long completed(LocalCluster cluster) {
    return cluster.controllers().stream().mapToLong(each -> each.totals().completed()).sum();
  }

  /** A command line that gives the same result. */
  String command(String name, ExperimentSettings settings) {
    return ExperimentOptions.command(name, settings, repetitions())
        + " --scale "
        + scale().virtualPerReal();
  }
}
