package io.faasrank.workload;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A log of invocations: a CSV file with a row per invocation, in any order.
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
 *
 * @param name the file's, without its extension
 * @param profiles of its functions, in order of their first arrival
 * @param invocations in order of arrival
 */
public record InvocationLog(
    String name, List<FunctionProfile> profiles, List<Invocation> invocations) {

  /** Latest arrival accepted: 31 days; guards against clock times in place of seconds. */
  private static final double LATEST_SECONDS = 31.0 * 24 * 3600;

  public InvocationLog {
    profiles = List.copyOf(profiles);
    invocations = List.copyOf(invocations);
  }

  /** The file's columns, for a user. */
  public static Map<String, String> columns() {
    Map<String, String> columns = new LinkedHashMap<>();
    columns.put("function", "name; one of Table II has that table's costs");
    columns.put("arrival", "seconds since the beginning");
    columns.put("duration", "execution time in seconds, without initialisation");
    columns.put("memory_mb", "optional: the function's memory limit, in MB");
    columns.put("init_s", "optional: initialisation of a cold container, seconds");
    return columns;
  }

  /**
   * Reads the part of a file that is in a span of time; its arrivals count from the span's
   * beginning, and costs are those of that part.
   *
   * @throws InvalidInputException naming file, line, column and value if anything is wrong
   */
  public static InvocationLog read(Path file, TimeSpan span) {
    List<LogRow> rows = new ArrayList<>();
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
        if (span.contains(at)) {
          seconds = Math.max(seconds, Invocation.LEAST_SECONDS);
          rows.add(new LogRow(name, at - span.origin(), seconds));
          costs.computeIfAbsent(name, FunctionCosts::new).add(seconds, row, memory, init);
        }
      }
    }
    if (rows.isEmpty()) {
      throw new InvalidInputException(
          file + ": expected at least one invocation" + span.afterwards() + ", found none");
    }
    rows.sort(Comparator.comparingDouble(LogRow::arrival));
    return log(name(file), rows, costs);
  }

  /** All of it, as one workload. */
  public Workload workload() {
    return new RecordedWorkloads(name, profiles, invocations, 0, 0).workload(name, 0, 0);
  }

  private static InvocationLog log(
      String name, List<LogRow> rows, Map<String, FunctionCosts> costs) {
    Map<String, Integer> positions = new HashMap<>();
    List<FunctionProfile> profiles = new ArrayList<>();
    List<Invocation> invocations = new ArrayList<>(rows.size());
    for (LogRow row : rows) {
      Integer position = positions.get(row.function);
      if (position == null) {
        position = profiles.size();
        positions.put(row.function, position);
        profiles.add(requireNonNull(costs.get(row.function)).profile());
      }
      invocations.add(new Invocation(row.arrival, position, row.seconds));
    }
    return new InvocationLog(name, profiles, invocations);
  }

  private static String canonical(String name) {
    return BenchmarkFunctions.find(name).map(FunctionProfile::name).orElse(name);
  }

  private static String name(Path file) {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  private record LogRow(String function, double arrival, double seconds) {}
}
