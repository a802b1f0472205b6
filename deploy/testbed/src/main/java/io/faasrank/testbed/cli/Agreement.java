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

  /** By how much the testbed's time is above the simulator's, in percent. */
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
        " %-18s %-8s %10s  %9s  %9s  %10s"
            .formatted("policy", "workload", "repetition", "simulator", "testbed", "difference"));
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
    byPolicy(agreements)
        .forEach(
            (policy, episodes) -> {
              double simulated = mean(episodes, Agreement::simulatedSeconds);
              double testbed = mean(episodes, Agreement::testbedSeconds);
              boolean within = Math.abs(percent(simulated, testbed)) <= BOUND_PERCENT;
              lines.add(
                  row(
                      policy,
                      "all",
                      "all",
                      simulated,
                      testbed,
                      String.format(
                          Locale.ROOT,
                          "  %s %.0f %%",
                          within ? "within" : "beyond",
                          BOUND_PERCENT)));
            });
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
        " %-18s %-8s %10s  %9.2f  %9.2f  %+8.1f %%%s",
        policy,
        workload,
        repetition,
        simulated,
        testbed,
        percent(simulated, testbed),
        verdict);
  }

  private static Map<String, List<Agreement>> byPolicy(List<Agreement> agreements) {
    return agreements.stream()
        .collect(Collectors.groupingBy(Agreement::policy, LinkedHashMap::new, Collectors.toList()));
  }

  private static double mean(List<Agreement> episodes, Function<Agreement, Double> value) {
    return episodes.stream().mapToDouble(value::apply).average().orElse(Double.NaN);
  }
}
