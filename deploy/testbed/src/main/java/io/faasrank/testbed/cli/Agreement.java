package io.faasrank.testbed.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One episode in the simulator and on the testbed; mean completion times in seconds.
 *
 * @param repetition from 0
 */
record Agreement(
    String policy,
    String workload,
    int repetition,
    double simulatedSeconds,
    double testbedSeconds) {

  /** The bound on the difference of a policy's mean over all its episodes, in percent. */
  static final double BOUND_PERCENT = 10;

  /** A policy's means over all its episodes. */
  record PolicyMean(String policy, double simulatedSeconds, double testbedSeconds) {

    double percent() {
      return Agreement.percent(simulatedSeconds, testbedSeconds);
    }

    boolean within() {
      return Math.abs(percent()) <= BOUND_PERCENT;
    }
  }

  /** By how much the testbed's time is above the simulator's, in percent. */
  double percent() {
    return percent(simulatedSeconds, testbedSeconds);
  }

  private static double percent(double simulated, double testbed) {
    return 100 * (testbed / simulated - 1);
  }

  /**
   * A line per episode, then one per policy with the means over its episodes and whether they are
   * within the bound.
   */
  static List<String> table(List<Agreement> agreements) {
    List<String> lines = new ArrayList<>();
    lines.add("Mean FCT in seconds, simulator and testbed");
    lines.add(
        " %-16s %-8s %3s  %9s  %9s  %10s"
            .formatted("policy", "workload", "run", "simulator", "testbed", "difference"));
    for (Agreement each : agreements) {
      lines.add(
          row(
              each.policy,
              each.workload,
              Integer.toString(each.repetition),
              each.simulatedSeconds,
              each.testbedSeconds,
              ""));
    }
    for (PolicyMean mean : byPolicy(agreements)) {
      lines.add(
          row(
              mean.policy,
              "all",
              "all",
              mean.simulatedSeconds,
              mean.testbedSeconds,
              (mean.within() ? " within" : " beyond") + " 10 %"));
    }
    return lines;
  }

  private static String row(
      String policy,
      String workload,
      String repetition,
      double simulated,
      double testbed,
      String verdict) {
    return String.format(
        Locale.ROOT,
        " %-16s %-8s %3s  %9.2f  %9.2f  %+8.1f %%%s",
        policy,
        workload,
        repetition,
        simulated,
        testbed,
        percent(simulated, testbed),
        verdict);
  }

  static List<PolicyMean> byPolicy(List<Agreement> agreements) {
    Map<String, List<Agreement>> byPolicy =
        agreements.stream()
            .collect(
                Collectors.groupingBy(Agreement::policy, LinkedHashMap::new, Collectors.toList()));
    List<PolicyMean> means = new ArrayList<>();
    byPolicy.forEach(
        (policy, episodes) ->
            means.add(
                new PolicyMean(
                    policy,
                    mean(episodes, Agreement::simulatedSeconds),
                    mean(episodes, Agreement::testbedSeconds))));
    return means;
  }

  private static double mean(List<Agreement> episodes, Function<Agreement, Double> value) {
    return episodes.stream().mapToDouble(value::apply).average().orElse(Double.NaN);
  }
}
