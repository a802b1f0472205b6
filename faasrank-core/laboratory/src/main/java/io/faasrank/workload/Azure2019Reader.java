package io.faasrank.workload;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads the tables of the Azure Functions 2019 data set, whatever their files are called and
 * however many there are.
 *
 * <ul>
 *   <li>Invocations: {@code HashFunction}, optionally {@code HashOwner}, {@code HashApp} and
 *       others, and a column per minute whose name is a number; the numbers must follow one
 *       another. A function has a row for each of its triggers: their counts are added.
 *   <li>Durations: {@code HashFunction}, {@code Average} (milliseconds), optionally {@code Count}.
 *       A negative average, of which the data set has some, is unknown.
 *   <li>Memory: {@code HashFunction} or, as published, {@code HashApp} alone, whose value then is
 *       that of each of the application's functions; {@code AverageAllocatedMb}, optionally {@code
 *       SampleCount}.
 * </ul>
 *
 * Columns are found by name, in any order; files are joined by those of the three names that both
 * have. Functions that a file of means lacks have none there; those it has besides are ignored.
 */
final class Azure2019Reader {

  static final String CITATION =
      "Azure Functions 2019 trace (Shahrad et al., Serverless in the Wild, USENIX ATC 2020; CC-BY)";

  /**
   * Longest mean execution accepted: 31 days, beyond any platform's limit; guards against units.
   */
  private static final double MOST_MILLIS = 31.0 * 24 * 3600 * 1000;

  /** Largest memory accepted: 1 TB; guards against bytes taken for MB. */
  private static final double MOST_MB = 1024 * 1024;

  private final Map<FunctionId, MinuteCounts> counts = new HashMap<>();
  private final Set<FunctionId> repeated = new HashSet<>();
  private final Set<String> idColumns = new HashSet<>(FunctionId.allColumns());
  private final MeanTable durations =
      new MeanTable("Average", "Count", MOST_MILLIS, "milliseconds", true);
  private final MeanTable memory =
      new MeanTable("AverageAllocatedMb", "SampleCount", MOST_MB, "MB", false);
  private int minutes;

  /** Adds a file whose minutes follow those read before. All come before any file of means. */
  void readInvocations(Path file) {
    try (CsvTable table = CsvTable.open(file)) {
      int unused = table.column(FunctionId.FUNCTION);
      Map<String, Integer> id = FunctionId.columns(table, idColumns);
      idColumns.retainAll(id.keySet());
      int[] columns = minuteColumns(table);
      Set<FunctionId> seen = new HashSet<>();
      for (CsvRow row = table.next(); row != null; row = table.next()) {
        FunctionId function = FunctionId.of(row, id);
        if (!seen.add(function)) {
          repeated.add(function);
        }
        MinuteCounts of = counts.computeIfAbsent(function, key -> new MinuteCounts());
        for (int i = 0; i < columns.length; i++) {
          of.add(minutes + i, row.wholeNumber(columns[i], 0));
        }
      }
      minutes += columns.length;
    }
  }

  void readDurations(Path file) {
    durations.read(file, idColumns, /* ofApplications= */ false);
  }

  void readMemory(Path file) {
    memory.read(file, idColumns, /* ofApplications= */ true);
  }

  /**
   * What was read.
   *
   * @param where file or folder, for messages
   */
  Trace trace(Path folder, Path where, DataSet dataSet, List<String> warnings) {
    if (counts.values().stream().allMatch(MinuteCounts::isEmpty)) {
      throw new InvalidInputException(
          String.format(
              "%s: expected at least one function with an invocation, found %s functions with"
                  + " none",
              where, counts.size()));
    }
    List<TraceFunction> functions = new ArrayList<>();
    new TreeMap<>(counts)
        .forEach(
            (id, of) ->
                functions.add(
                    of.function(id.function(), minutes, durations.of(id), memory.of(id))));
    List<String> all = new ArrayList<>(warnings);
    warn(
        all,
        folder,
        "functions with several rows of invocations, which are added up",
        repeated.size());
    warn(
        all,
        folder,
        "functions with several durations, which are averaged by count",
        durations.repeated());
    warn(all, folder, "negative durations, which are taken as unknown", durations.negative());
    warn(
        all,
        folder,
        "applications or functions with several rows of memory, averaged",
        memory.repeated());
    return new Trace(folder.toString(), dataSet, minutes, functions, List.of(), all);
  }

  private static void warn(List<String> warnings, Path folder, String what, int number) {
    if (number > 0) {
      warnings.add(folder + ": " + what + ": " + number);
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
                "%s, line 1: expected a column for every minute from %s to %s, found none for %s",
                table.file(), byNumber.firstKey(), byNumber.lastKey(), expected));
      }
      expected++;
    }
    return byNumber.values().stream().mapToInt(Integer::intValue).toArray();
  }
}
