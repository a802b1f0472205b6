package io.faasrank.testbed.storm;

import io.faasrank.experiment.Options;

/**
 * What a storm consists of.
 *
 * @param invokers emulated invokers, 2,048 MB each
 * @param actions actions that are called, one as often as another, 256 MB each
 * @param actionsPerInvoker actions that an invoker reports, at most 1000; those last used
 * @param reportsPerSecond reports of all invokers together
 * @param activationsPerSecond activations of all actions together; so many are offered
 * @param seconds how long it is measured, after all invokers have reported
 * @param json whether each report is JSON, as publishers of 0.1.0 send it
 * @param policy name of the policy that places
 * @param candidates most invokers that a learned policy scores, 0 for all
 * @param reportThreads threads of the controller that take reports
 * @param seed of the calls and the run times
 */
public record StormSettings(
    int invokers,
    int actions,
    int actionsPerInvoker,
    int reportsPerSecond,
    int activationsPerSecond,
    int seconds,
    boolean json,
    String policy,
    int candidates,
    int reportThreads,
    long seed) {

  /** Memory of an invoker for actions. */
  static final int INVOKER_MB = 2048;

  /** Memory of an action. */
  static final int ACTION_MB = 256;

  public StormSettings {
    require("--invokers", invokers, 1, 100_000);
    require("--actions", actions, 1, 100_000);
    require("--actions-per-invoker", actionsPerInvoker, 1, 1000);
    require("--reports-per-second", reportsPerSecond, 1, 10_000_000);
    require("--activations-per-second", activationsPerSecond, 1, 10_000_000);
    require("--seconds", seconds, 1, 86_400);
  }

  private static void require(String option, int value, int lowest, int highest) {
    Options.require(
        value >= lowest && value <= highest,
        "%s: expected %s to %s, found %s".formatted(option, lowest, highest, value));
  }

  /** Name of an action. */
  static String action(int index) {
    return "guest/action-" + index;
  }
}
