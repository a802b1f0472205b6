package io.faasrank.testbed.cli;

import io.faasrank.experiment.Options;
import io.faasrank.policy.Policies;
import io.faasrank.testbed.storm.StormSettings;
import picocli.CommandLine.Option;

/** What a storm and a soak consist of. */
final class StormOptions {

  @Option(
      names = "--invokers",
      paramLabel = "N",
      defaultValue = "10000",
      description = "Emulated invokers (default ${DEFAULT-VALUE}).")
  private int invokers;

  @Option(
      names = "--reports-per-second",
      paramLabel = "N",
      defaultValue = "50000",
      description = "Reports of all invokers together (default ${DEFAULT-VALUE}).")
  private int reportsPerSecond;

  @Option(
      names = "--activations-per-second",
      paramLabel = "N",
      defaultValue = "20000",
      description = "Activations that are offered (default ${DEFAULT-VALUE}).")
  private int activationsPerSecond;

  @Option(
      names = "--actions",
      paramLabel = "N",
      defaultValue = "4096",
      description = "Actions that are called (default ${DEFAULT-VALUE}).")
  private int actions;

  @Option(
      names = "--actions-per-invoker",
      paramLabel = "N",
      defaultValue = "40",
      description = "Actions that an invoker reports (default ${DEFAULT-VALUE}).")
  private int actionsPerInvoker;

  @Option(
      names = "--policy",
      paramLabel = "NAME",
      defaultValue = "faasrank",
      description = "Who places (default ${DEFAULT-VALUE}, with the shipped model).")
  private String policy = "faasrank";

  @Option(
      names = "--candidates",
      paramLabel = "K",
      defaultValue = "16",
      description =
          "Most invokers that a learned policy scores, 0 for all (default ${DEFAULT-VALUE}).")
  private int candidates;

  @Option(
      names = "--report-threads",
      paramLabel = "N",
      defaultValue = "2",
      description = "Threads of the controller that take reports (default ${DEFAULT-VALUE}).")
  private int reportThreads;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of calls and run times (default ${DEFAULT-VALUE}).")
  private long seed;

  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException naming the option
   */
  StormSettings settings(int seconds, boolean json) {
    Options.read("--policy", () -> Policies.spec(policy));
    Options.require(
        !Policies.spec(policy).simulatorOnly(),
        "--policy: %s knows what no controller can know".formatted(policy));
    Options.atLeast(0, "--candidates", candidates);
    Options.require(
        reportThreads >= 1 && reportThreads <= 16,
        "--report-threads: expected 1 to 16, found " + reportThreads);
    return new StormSettings(
        invokers,
        actions,
        actionsPerInvoker,
        reportsPerSecond,
        activationsPerSecond,
        seconds,
        json,
        policy,
        candidates,
        reportThreads,
        seed);
  }
}
