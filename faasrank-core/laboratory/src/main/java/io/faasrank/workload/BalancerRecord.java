package io.faasrank.workload;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A record of clients that called a real cluster in a closed loop, run by run under different
 * balancers: a CSV file with the columns {@code users}, {@code balancer}, {@code invoke_time_s},
 * {@code function}, {@code memory_mb}, {@code latency_s}, {@code cold} (True or False) and {@code
 * invoker} (from 0), in any order; others are not read. A run is all rows of a balancer and a
 * number of users. All runs are of one cluster.
 *
 * @param file its name
 * @param calls in the file's order
 */
public record BalancerRecord(String file, List<RecordedCall> calls) {

  /** Longest time accepted: a day; guards against milliseconds in place of seconds. */
  private static final double LONGEST_SECONDS = 86_400;

  /** Most clients accepted; guards against a column that counts something else. */
  private static final int MOST_CLIENTS = 10_000;

  public BalancerRecord {
    calls = List.copyOf(calls);
  }

  /**
   * Reads a record.
   *
   * @throws InvalidInputException naming the file, the line and the column
   */
  public static BalancerRecord read(Path path) {
    List<RecordedCall> calls = new ArrayList<>();
    try (CsvTable table = CsvTable.open(path)) {
      int users = table.column("users");
      int balancer = table.column("balancer");
      int seconds = table.column("invoke_time_s");
      int function = table.column("function");
      int memory = table.column("memory_mb");
      int latency = table.column("latency_s");
      int cold = table.column("cold");
      int invoker = table.column("invoker");
      for (CsvRow row = table.next(); row != null; row = table.next()) {
        calls.add(
            new RecordedCall(
                row.wholeNumber(users, 1, MOST_CLIENTS),
                row.text(balancer),
                row.number(seconds, LONGEST_SECONDS, "seconds"),
                row.text(function),
                row.wholeNumber(memory, 1),
                row.number(latency, LONGEST_SECONDS, "seconds"),
                truth(row, cold),
                row.isBlank(invoker) ? -1 : row.wholeNumber(invoker, 0)));
      }
    }
    if (calls.isEmpty()) {
      throw new InvalidInputException(path + ": expected calls, found none");
    }
    if (calls.stream().allMatch(call -> call.invoker() < 0)) {
      throw new InvalidInputException(
          path + ", column invoker: expected where calls ran, found no invoker in any line");
    }
    return new BalancerRecord(path.toString(), calls);
  }

  private static boolean truth(CsvRow row, int column) {
    return switch (row.text(column).toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw row.wrong(column, "True or False");
    };
  }

  /** The numbers of clients, ascending. */
  public SortedSet<Integer> clients() {
    SortedSet<Integer> all = new TreeSet<>();
    calls.forEach(call -> all.add(call.clients()));
    return all;
  }

  /** The balancers that so many clients called through, by name. */
  public SortedSet<String> balancers(int clients) {
    SortedSet<String> all = new TreeSet<>();
    calls.stream()
        .filter(call -> call.clients() == clients)
        .forEach(call -> all.add(call.balancer()));
    return all;
  }

  /** The calls of one run, in the file's order. */
  public List<RecordedCall> run(int clients, String balancer) {
    return calls.stream()
        .filter(call -> call.clients() == clients && call.balancer().equals(balancer))
        .toList();
  }

  /** How long a run was, in whole seconds: until its last answer. */
  public double seconds(int clients, String balancer) {
    return Math.ceil(
        run(clients, balancer).stream().mapToDouble(RecordedCall::answeredSeconds).max().orElse(0));
  }
}
