package io.faasrank.testbed.cli;

import io.faasrank.cli.ExperimentOptions;
import io.faasrank.cli.Terminal;
import io.faasrank.experiment.ExperimentFailedException;
import io.faasrank.experiment.ExperimentSettings;
import io.faasrank.experiment.Options;
import io.faasrank.policy.Policies;
import io.faasrank.testbed.invoker.TimeScale;
import io.faasrank.testbed.local.LocalRunner;
import io.faasrank.testbed.local.LocalServers;
import io.faasrank.testbed.web.LivePage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of the commands that replay on this machine alone. */
final class LocalOptions {

  private static final String ALL = "all";

  @Mixin private ExperimentOptions experiment = new ExperimentOptions("faasrank", "M1", 1);

  @Option(
      names = "--scale",
      paramLabel = "X",
      description =
          "Seconds of the workload in a real second (default ${DEFAULT-VALUE}); up to 20 on two"
              + " cores.")
  private double scale;

  @Option(
      names = "--web",
      arity = "0..1",
      fallbackValue = "0",
      paramLabel = "PORT",
      description =
          "Also show it live on a page at http://127.0.0.1:PORT/, or on a free port where none is"
              + " given.")
  private @Nullable Integer web;

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
    List<String> names = Policies.select(settings.policies());
    List<String> servable =
        names.stream().filter(name -> !Policies.spec(name).simulatorOnly()).toList();
    for (String name : names) {
      Options.require(
          settings.policies().equals(ALL) || servable.contains(name),
          "--policies: %s knows what no controller can know".formatted(name));
    }
    return settings.withPolicies(String.join(",", servable));
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

  /** Ends a live page. */
  interface OpenPage extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Opens the live page if it is wanted, and says where it is.
   *
   * @return what closes it
   * @throws IllegalArgumentException naming the option, when the port cannot be had
   */
  OpenPage page(LiveStory story, PrintWriter err) {
    Integer port = web;
    if (port == null) {
      return () -> {};
    }
    Options.require(
        port >= 0 && port <= 65_535, "--web: expected a port from 0 to 65535, found " + port);
    try {
      LivePage page = LivePage.open(port, story::json);
      err.println("faasrank: live page at " + page.address());
      return page::close;
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "--web: port " + port + " of 127.0.0.1 cannot be had: " + e.getMessage(), e);
    }
  }

  /** Shows episodes on standard error and on the live page. */
  static LocalRunner.LocalWatch watch(PrintWriter err, LiveStory story) {
    boolean terminal = Terminal.standardError();
    return (policy, workload, cluster) -> {
      String title = workload.name() + " under " + policy;
      long before = cluster.controller().totals().dispatched();
      Supplier<ReplayStatus> status =
          () ->
              ReplayStatus.of(
                  title,
                  workload.arrivals().size(),
                  cluster.controller().totals().dispatched() - before,
                  cluster.controller().totals().completed() - before,
                  cluster.fleet());
      TerminalView view = new TerminalView(err, terminal, status);
      story.begins(status);
      return () -> {
        view.close();
        story.stage("between two episodes");
      };
    };
  }

  /** A command line that gives the same result. */
  String command(String name, ExperimentSettings settings) {
    return ExperimentOptions.command(name, settings, repetitions())
        + " --scale "
        + scale().virtualPerReal();
  }
}
