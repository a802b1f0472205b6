package io.faasrank.testbed.cli;

import com.typesafe.config.ConfigFactory;
import io.faasrank.cli.Arrivals;
import io.faasrank.cli.ExperimentSettings;
import io.faasrank.cli.Terminal;
import io.faasrank.model.ShippedModel;
import io.faasrank.policy.Policies;
import io.faasrank.policy.PolicySpec;
import io.faasrank.simulation.InvokerSettings;
import io.faasrank.testbed.invoker.TimeScale;
import io.faasrank.testbed.local.LocalRunner;
import java.io.PrintWriter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;

/** The options of the commands that replay on this machine alone. */
final class LocalOptions {

  private static final String REFERENCE = "hashing";

  @Option(
      names = "--policies",
      paramLabel = "NAMES",
      description = "Names separated by commas (default ${DEFAULT-VALUE}). Hashing always runs.")
  private String policies = "faasrank";

  @Option(
      names = "--workloads",
      paramLabel = "NAMES",
      defaultValue = "M1",
      description = "Workloads of Table III (default ${DEFAULT-VALUE}).")
  private String workloads = "";

  @Option(
      names = "--repetitions",
      paramLabel = "N",
      defaultValue = "1",
      description = "Repetitions of each workload, with other arrivals (default ${DEFAULT-VALUE}).")
  private int repetitions;

  @Option(
      names = "--invokers",
      paramLabel = "N|GROUPS",
      defaultValue = "10",
      description = "As for evaluate (default ${DEFAULT-VALUE}).")
  private String invokers = "";

  @Option(
      names = "--model",
      paramLabel = "NAME|FILE",
      defaultValue = ShippedModel.DEFAULT,
      description = "Model of the learned policies: extended (default), table1, or a file.")
  private String model = "";

  @Option(
      names = "--scale",
      paramLabel = "X",
      defaultValue = "10",
      description =
          "Seconds of the workload in a real second (default ${DEFAULT-VALUE}); up to 20 on two"
              + " cores.")
  private double scale;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Decides arrivals and random choices (default ${DEFAULT-VALUE}).")
  private long seed;

  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException naming the option
   */
  ExperimentSettings settings() {
    if (repetitions < 1) {
      throw new IllegalArgumentException("--repetitions: expected 1 or more, found " + repetitions);
    }
    try {
      List<InvokerSettings> unused = InvokerSettings.parseCluster(invokers);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--invokers: " + e.getMessage(), e);
    }
    ShippedModel.open(model);
    return new ExperimentSettings(
        String.join(",", policies()), workloads, null, null, null, invokers, model, 0, seed);
  }

  /** The policies, hashing first. */
  Set<String> policies() {
    Set<String> names = new LinkedHashSet<>(List.of(REFERENCE));
    for (String name : policies.split(",", -1)) {
      PolicySpec spec = Policies.spec(name.strip());
      if (spec.simulatorOnly()) {
        throw new IllegalArgumentException(
            "--policies: %s knows what no controller can know".formatted(spec.name()));
      }
      names.add(spec.name());
    }
    return names;
  }

  int repetitions() {
    return repetitions;
  }

  TimeScale scale() {
    try {
      return new TimeScale(scale);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--scale: " + e.getMessage(), e);
    }
  }

  Arrivals arrivals(ExperimentSettings settings) {
    return Arrivals.open(settings, ConfigFactory.load());
  }

  /** Shows episodes on standard error. */
  static LocalRunner.Watch watch(PrintWriter err) {
    boolean terminal = Terminal.standardError();
    return (policy, workload, cluster) -> {
      String title = workload.name() + " under " + policy;
      long before = cluster.controller().totals().dispatched();
      LiveView view =
          new LiveView(
              err,
              terminal,
              () ->
                  ReplayStatus.of(
                      title,
                      workload.arrivals().size(),
                      cluster.controller().totals().dispatched() - before,
                      cluster.controller().totals().completed() - before,
                      cluster.fleet()));
      return view::close;
    };
  }

  /** A command line that gives the same again. */
  String command(String name) {
    return ("faasrank %s --policies %s --workloads %s --repetitions %d --invokers %s --model %s"
            + " --scale %s --seed %d")
        .formatted(
            name,
            String.join(",", policies()),
            workloads,
            repetitions,
            invokers,
            model,
            scale().virtualPerReal(),
            seed);
  }
}
