package io.faasrank.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The ten functions of Table II (Section VI-B), taken from SeBS, ServerlessBench and ENSURE, in the
 * table's order: memory in MB; cold and warm completion and initialisation in seconds, each a mean
 * of ten runs without contention. The table gives means only; how an invocation varies about its
 * mean is chosen by whoever builds a workload.
 */
public final class BenchmarkFunctions {

  private static final List<FunctionProfile> ALL = load();

  private BenchmarkFunctions() {}

  /** All ten, in the table's order. */
  public static List<FunctionProfile> all() {
    return ALL;
  }

  /** The function of this short name, upper or lower case. */
  public static Optional<FunctionProfile> find(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    return ALL.stream().filter(function -> function.name().equals(upper)).findFirst();
  }

  /** Mean initialisation of the ten, in seconds. */
  public static double meanInitSeconds() {
    return ALL.stream().mapToDouble(FunctionProfile::initSeconds).average().orElseThrow();
  }

  /** Mean creation of a container of the ten, in seconds. */
  public static double meanCreateSeconds() {
    return ALL.stream().mapToDouble(FunctionProfile::createSeconds).average().orElseThrow();
  }

  private static List<FunctionProfile> load() {
    List<FunctionProfile> functions = new ArrayList<>();
    try (CsvTable table = CsvTable.resource("table2-functions.csv")) {
      int name = table.column("function");
      int memory = table.column("memory_mb");
      int cold = table.column("cold_s");
      int warm = table.column("warm_s");
      int init = table.column("init_s");
      for (CsvRow row = table.next(); row != null; row = table.next()) {
        functions.add(
            new FunctionProfile(
                row.text(name),
                row.wholeNumber(memory, 1),
                row.number(cold, 60, "seconds"),
                row.number(warm, 60, "seconds"),
                row.number(init, 60, "seconds")));
      }
    }
    return List.copyOf(functions);
  }
}
