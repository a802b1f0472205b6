package io.faasrank.workload;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Table V as the paper prints it: mean completion time on its AWS cluster in percent of hashing,
 * the mean of ten runs of each workload.
 */
public final class PaperTable5 {

  private static final Map<String, Map<String, Double>> PERCENT = load();

  private PaperTable5() {}

  /** The policies of the table in its order; the paper's scheduler places on arrival. */
  public static List<String> policies() {
    return List.copyOf(PERCENT.keySet());
  }

  /** One cell, if the table has it. */
  public static OptionalDouble percent(String policy, String workload) {
    Double percent = PERCENT.getOrDefault(policy, Map.of()).get(workload);
    return percent == null ? OptionalDouble.empty() : OptionalDouble.of(percent);
  }

  /** Mean of a policy over workloads, if the table has them all. */
  public static OptionalDouble mean(String policy, List<String> workloads) {
    double sum = 0;
    for (String workload : workloads) {
      OptionalDouble cell = percent(policy, workload);
      if (cell.isEmpty()) {
        return cell;
      }
      sum += cell.getAsDouble();
    }
    return OptionalDouble.of(sum / workloads.size());
  }

  private static Map<String, Map<String, Double>> load() {
    Map<String, Map<String, Double>> table = new LinkedHashMap<>();
    try (CsvTable csv = CsvTable.resource("table5-multi-workload.csv")) {
      List<String> policies =
          List.of(
              "hashing", "greedy", "round_robin", "least_connections", "static_rank", "faasrank");
      List<Integer> columns = new ArrayList<>();
      for (String policy : policies) {
        String name = policy.equals("faasrank") ? "faasrank-on-arrival" : policy;
        table.put(name.replace('_', '-'), new LinkedHashMap<>());
        columns.add(csv.column(policy));
      }
      int workload = csv.column("workload");
      for (CsvRow row = csv.next(); row != null; row = csv.next()) {
        int column = 0;
        for (Map<String, Double> cells : table.values()) {
          cells.put(row.text(workload), row.number(columns.get(column++), 1_000, "percent"));
        }
      }
    }
    return table;
  }
}
