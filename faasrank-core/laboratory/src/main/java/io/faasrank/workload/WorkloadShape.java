package io.faasrank.workload;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is known of one of the paper's workloads: a row of Table III. SC and SA are the single
 * workloads of the two clusters, M1 to M10 the multi-workload set in order of load.
 *
 * <p>Calls and length are what is reproduced. The average inter-arrival time is kept as a fact
 * only: in every row it exceeds length / calls (M1: 0.219 s against 37 s / 209 = 0.177 s), and the
 * paper does not say how it was averaged.
 *
 * @param name for instance {@code M1}
 * @param calls invocations, at least one for each function of Table II
 * @param lengthSeconds seconds within which all invocations arrive, positive; one minute of a trace
 *     each
 * @param avgIatSeconds average inter-arrival time as printed, seconds
 * @param loadPercent CPU load relative to M10
 */
public record WorkloadShape(
    String name, int calls, int lengthSeconds, double avgIatSeconds, double loadPercent) {

  private static final List<WorkloadShape> ALL = load();

  public WorkloadShape {
    if (calls < BenchmarkFunctions.all().size()) {
      throw new InvalidInputException(
          String.format(
              "workload %s: expected at least %s calls, one for each function, found %s",
              name, BenchmarkFunctions.all().size(), calls));
    }
    if (lengthSeconds < 1) {
      throw new InvalidInputException(
          "workload " + name + ": expected a length of at least 1 s, found " + lengthSeconds);
    }
  }

  /** All of Table III, in its order. */
  public static List<WorkloadShape> all() {
    return ALL;
  }

  /**
   * Workloads by name: {@code all}, or a list by commas of names and of ranges in Table III's order
   * ({@code M1..M10}). Upper or lower case; one named twice is taken once.
   */
  public static List<WorkloadShape> select(String selection) {
    if (selection.trim().equalsIgnoreCase("all")) {
      return ALL;
    }
    Set<WorkloadShape> selected = new LinkedHashSet<>();
    for (String part : selection.split(",", -1)) {
      int dots = part.indexOf("..");
      if (dots < 0) {
        selected.add(ALL.get(position(part)));
        continue;
      }
      int first = position(part.substring(0, dots));
      int last = position(part.substring(dots + 2));
      if (last < first) {
        throw new InvalidInputException(
            "expected a range in the order " + known() + ", found " + part.trim());
      }
      selected.addAll(ALL.subList(first, last + 1));
    }
    return List.copyOf(selected);
  }

  /** One workload by its name. */
  public static WorkloadShape named(String name) {
    return ALL.get(position(name));
  }

  private static int position(String name) {
    String wanted = name.trim().toUpperCase(Locale.ROOT);
    for (int i = 0; i < ALL.size(); i++) {
      if (ALL.get(i).name.equals(wanted)) {
        return i;
      }
    }
    throw new InvalidInputException(
        String.format(
            "unknown workload %s; known are %s, a range such as M1..M10, and all",
            InvalidInputException.quote(name.trim()), known()));
  }

  private static String known() {
    return ALL.stream().map(WorkloadShape::name).collect(Collectors.joining(", "));
  }

  private static List<WorkloadShape> load() {
    List<WorkloadShape> shapes = new ArrayList<>();
    try (CsvTable table = CsvTable.resource("table3-workloads.csv")) {
      int name = table.column("workload");
      int calls = table.column("calls");
      int length = table.column("length_s");
      int iat = table.column("avg_iat_s");
      int load = table.column("load_percent");
      for (CsvRow row = table.next(); row != null; row = table.next()) {
        shapes.add(
            new WorkloadShape(
                row.text(name),
                row.wholeNumber(calls, 1),
                row.wholeNumber(length, 1),
                row.number(iat, 60, "seconds"),
                row.number(load, 1_000, "percent")));
      }
    }
    return List.copyOf(shapes);
  }
}
