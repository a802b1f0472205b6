package io.faasrank.workload;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the folder of an {@link AzureTrace}, whose Javadoc states the format. */
final class AzureTraceReader {

  private static final String FUNCTION = "HashFunction";

  /**
   * Longest mean execution accepted: 31 days, beyond any platform's limit; guards against units.
   */
  private static final double MOST_MILLIS = 31.0 * 24 * 3600 * 1000;

  /** Largest memory accepted: 1 TB; guards against bytes taken for MB. */
  private static final double MOST_MB = 1024 * 1024;

  private final Path folder;

  AzureTraceReader(Path folder) {
    this.folder = folder;
  }

  AzureTrace read() {
    if (!Files.isDirectory(folder)) {
      throw new InvalidInputException(
          folder + ": expected a folder with invocations.csv, found no such folder");
    }
    Map<String, Double> durations =
        means(folder.resolve("durations.csv"), "Average", MOST_MILLIS, "milliseconds");
    Map<String, Double> memory =
        means(folder.resolve("memory.csv"), "AverageAllocatedMb", MOST_MB, "MB");
    try (CsvTable table = CsvTable.open(folder.resolve("invocations.csv"))) {
      int name = table.column(FUNCTION);
      OptionalInt trigger = table.optionalColumn("Trigger");
      int[] minutes = minuteColumns(table);
      Map<String, Long> lines = new HashMap<>();
      List<TraceFunction> functions = new ArrayList<>();
      for (CsvRow row = table.next(); row != null; row = table.next()) {
        String hash = uniqueName(row, name, lines);
        functions.add(
            new TraceFunction(
                hash,
                trigger.isPresent() ? row.values().get(trigger.getAsInt()) : "",
                counts(row, minutes),
                optional(durations.get(hash)),
                optional(memory.get(hash))));
      }
      if (functions.stream().allMatch(f -> f.count(0, minutes.length) == 0)) {
        throw new InvalidInputException(
            String.format(
                "%s: expected at least one function with an invocation, found %d functions with"
                    + " none",
                table.file(), functions.size()));
      }
      functions.sort(Comparator.comparing(TraceFunction::hash));
      return new AzureTrace(folder.toString(), minutes.length, functions);
    }
  }

  /** Positions of the minute columns in order of their number. */
  private static int[] minuteColumns(CsvTable table) {
    TreeMap<Integer, Integer> byNumber = new TreeMap<>();
    table
        .columns()
        .forEach(
            (name, position) -> {
              if (name.matches("\\d{1,9}")
                  && byNumber.put(Integer.valueOf(name), position) != null) {
                throw new InvalidInputException(
                    table.file() + ", line 1: column of minute " + name + " twice");
              }
            });
    if (byNumber.isEmpty()) {
      throw new InvalidInputException(
          table.file() + ", line 1: expected a column per minute, named by its number, found none");
    }
    int expected = byNumber.firstKey();
    for (int minute : byNumber.keySet()) {
      if (minute != expected) {
        throw new InvalidInputException(
            String.format(
                "%s, line 1: expected a column for every minute from %d to %d, found none for %d",
                table.file(), byNumber.firstKey(), byNumber.lastKey(), expected));
      }
      expected++;
    }
    return byNumber.values().stream().mapToInt(Integer::intValue).toArray();
  }

  private static int[] counts(CsvRow row, int[] minutes) {
    int[] counts = new int[minutes.length];
    long sum = 0;
    for (int i = 0; i < counts.length; i++) {
      counts[i] = row.wholeNumber(minutes[i], 0);
      sum += counts[i];
      if (sum > Integer.MAX_VALUE) {
        throw row.wrong(
            minutes[i], "at most " + Integer.MAX_VALUE + " invocations of a function in all");
      }
    }
    return counts;
  }

  /** A mean per function; empty where the file is absent. */
  private static Map<String, Double> means(Path file, String column, double most, String unit) {
    Map<String, Double> means = new HashMap<>();
    if (!Files.exists(file)) {
      return means;
    }
    try (CsvTable table = CsvTable.open(file)) {
      int name = table.column(FUNCTION);
      int mean = table.column(column);
      Map<String, Long> lines = new HashMap<>();
      for (CsvRow row = table.next(); row != null; row = table.next()) {
        means.put(uniqueName(row, name, lines), row.number(mean, most, unit));
      }
    }
    return means;
  }

  private static String uniqueName(CsvRow row, int column, Map<String, Long> lines) {
    String name = row.text(column);
    Long before = lines.putIfAbsent(name, row.line());
    if (before != null) {
      throw row.wrong(column, "each function once, it stands in line " + before + " already");
    }
    return name;
  }

  private static OptionalDouble optional(@Nullable Double value) {
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}
