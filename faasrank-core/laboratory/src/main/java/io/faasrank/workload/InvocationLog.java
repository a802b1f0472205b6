package io.faasrank.workload;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A log of invocations as a workload: a CSV file with a row per invocation, in any order.
 *
 * <table>
 *   <caption>Columns, found by name</caption>
 *   <tr><td>{@code function}</td><td>name; those of Table II in upper or lower case</td></tr>
 *   <tr><td>{@code arrival}</td><td>seconds since the start of the log</td></tr>
 *   <tr><td>{@code duration}</td><td>execution time in seconds, without initialisation</td></tr>
 *   <tr><td>{@code memory_mb}</td><td>optional: the function's memory limit, in MB</td></tr>
 *   <tr><td>{@code init_s}</td><td>optional: initialisation of a cold container, seconds</td></tr>
 * </table>
 *
 * A function of Table II has that table's costs, and its durations are relative to the table's warm
 * completion; any other has 256 MB (OpenWhisk's default), the means of Table II for initialisation
 * and creation of a container, and its own mean duration. The optional columns, where not blank,
 * come before both: memory must be the same in all of a function's rows, initialisation is their
 * mean. Durations under 1 ms, zero included, count as 1 ms, the resolution of OpenWhisk's records.
 */
public final class InvocationLog {

  private static final double LEAST_DURATION_SECONDS = 0.001;

  /** Latest arrival accepted: 31 days; guards against clock times in place of seconds. */
  private static final double LATEST_SECONDS = 31.0 * 24 * 3600;

  private InvocationLog() {}

  /**
   * Reads a file.
   *
   * @return the workload, named as the file is, without its extension
   * @throws InvalidInputException naming file, line, column and value if anything is wrong
   */
  public static Workload read(Path file) {
    List<Invocation> invocations = new ArrayList<>();
    Map<String, FunctionCosts> costs = new HashMap<>();
    try (CsvTable table = CsvTable.open(file)) {
      int function = table.column("function");
      int arrival = table.column("arrival");
      int duration = table.column("duration");
      OptionalInt memory = table.optionalColumn("memory_mb");
      OptionalInt init = table.optionalColumn("init_s");
      for (CsvRow row = table.next(); row != null; row = table.next()) {
        String name = canonical(row.text(function));
        double at = row.number(arrival, LATEST_SECONDS, "seconds since the start of the log");
        double seconds = row.number(duration, LATEST_SECONDS, "seconds");
        seconds = Math.max(seconds, LEAST_DURATION_SECONDS);
        invocations.add(new Invocation(name, at, seconds));
        costs.computeIfAbsent(name, FunctionCosts::new).add(seconds, row, memory, init);
      }
    }
    if (invocations.isEmpty()) {
      throw new InvalidInputException(file + ": expected at least one invocation, found none");
    }
    invocations.sort(Comparator.comparingDouble(Invocation::arrival));
    return workload(name(file), invocations, costs);
  }

  /** Functions are numbered in order of their first arrival. */
  private static Workload workload(
      String name, List<Invocation> invocations, Map<String, FunctionCosts> costs) {
    Map<String, Integer> positions = new HashMap<>();
    List<FunctionProfile> profiles = new ArrayList<>();
    List<Arrival> arrivals = new ArrayList<>(invocations.size());
    for (Invocation invocation : invocations) {
      Integer position = positions.get(invocation.function);
      if (position == null) {
        position = profiles.size();
        positions.put(invocation.function, position);
        profiles.add(requireNonNull(costs.get(invocation.function)).profile());
      }
      double factor = invocation.seconds / profiles.get(position).warmSeconds();
      arrivals.add(new Arrival(invocation.arrival, position, factor));
    }
    return new Workload(name, profiles, arrivals);
  }

  private static String canonical(String name) {
    return BenchmarkFunctions.find(name).map(FunctionProfile::name).orElse(name);
  }

  private static String name(Path file) {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  private record Invocation(String function, double arrival, double seconds) {}
}
