package io.faasrank.workload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The Azure Functions 2021 data set: one file with a row per invocation, in the order in which they
 * ended. Columns, found by name:
 *
 * <ul>
 *   <li>{@code app}, {@code func}: hashes; a function is known by both, and named by the second
 *       where that is unique, else by both with a slash between them
 *   <li>{@code end_timestamp}: seconds since the start of the trace
 *   <li>{@code duration}: execution time in seconds; an invocation arrived so much before its end
 * </ul>
 *
 * The data set has no memory. The file is recognised by its columns, under any name that ends in
 * {@code .txt} or {@code .csv}.
 */
final class Azure2021Format implements TraceFormat {

  private static final String CITATION =
      "Azure Functions 2021 trace (Zhang et al., Faster and Cheaper Serverless Computing on"
          + " Harvested Resources, SOSP 2021; CC-BY)";

  private static final List<String> COLUMNS = List.of("app", "func", "end_timestamp", "duration");

  /** Latest end accepted: 31 days; guards against clock times in place of seconds. */
  private static final double LATEST_SECONDS = 31.0 * 24 * 3600;

  @Override
  public String name() {
    return "azure2021";
  }

  @Override
  public String files() {
    return "a file with the columns " + String.join(",", COLUMNS);
  }

  @Override
  public boolean recognises(Path folder) {
    return !candidates(folder).isEmpty();
  }

  @Override
  public Trace read(Path folder) {
    List<Path> files = candidates(folder);
    if (files.size() != 1) {
      throw new InvalidInputException(
          folder + ": expected " + files() + ", found " + (files.isEmpty() ? "none" : "several"));
    }
    Path file = files.get(0);
    Map<String, Recorded> functions = new HashMap<>();
    List<Invocation> invocations = new ArrayList<>();
    double latest = 0;
    try (CsvTable table = CsvTable.open(file)) {
      int app = table.column(COLUMNS.get(0));
      int func = table.column(COLUMNS.get(1));
      int end = table.column(COLUMNS.get(2));
      int duration = table.column(COLUMNS.get(3));
      for (CsvRow row = table.next(); row != null; row = table.next()) {
        double lasted = row.number(duration, LATEST_SECONDS, "seconds");
        double arrival =
            row.number(end, LATEST_SECONDS, "seconds since the start of the trace") - lasted;
        double seconds = Math.max(lasted, Invocation.LEAST_SECONDS);
        String name = row.text(func);
        Recorded function =
            functions.computeIfAbsent(
                row.text(app) + "/" + name, id -> new Recorded(id, name, functions.size()));
        function.add(arrival, seconds);
        invocations.add(new Invocation(arrival, function.number, seconds));
        latest = Math.max(latest, arrival);
      }
    }
    if (functions.isEmpty()) {
      throw new InvalidInputException(file + ": expected at least one invocation, found none");
    }
    DataSet dataSet = DataSet.of(CITATION, files);
    return trace(folder, dataSet, 1 + (int) (latest / 60), functions, invocations);
  }

  private static Trace trace(
      Path folder,
      DataSet dataSet,
      int minutes,
      Map<String, Recorded> functions,
      List<Invocation> invocations) {
    Map<String, Integer> sharers = new HashMap<>();
    functions.values().forEach(f -> sharers.merge(f.name, 1, Integer::sum));
    List<Recorded> recorded = new ArrayList<>(functions.values());
    List<TraceFunction> list =
        recorded.stream()
            .map(f -> f.function(minutes, sharers.getOrDefault(f.name, 0) > 1))
            .toList();
    int[] order =
        IntStream.range(0, list.size())
            .boxed()
            .sorted((a, b) -> list.get(a).hash().compareTo(list.get(b).hash()))
            .mapToInt(Integer::intValue)
            .toArray();
    int[] numbers = new int[order.length];
    List<TraceFunction> ordered = new ArrayList<>();
    for (int place : order) {
      numbers[recorded.get(place).number] = ordered.size();
      ordered.add(list.get(place));
    }
    invocations.replaceAll(i -> new Invocation(i.arrival(), numbers[i.function()], i.seconds()));
    invocations.sort(Comparator.comparingDouble(Invocation::arrival));
    return new Trace(folder.toString(), dataSet, minutes, ordered, invocations, List.of());
  }

  /** Files of the folder that have the columns. */
  private static List<Path> candidates(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().matches(".*\\.(txt|csv)") && Files.isRegularFile(file))
          .filter(Azure2021Format::hasColumns)
          .sorted()
          .toList();
    } catch (IOException | UncheckedIOException e) {
      throw new InvalidInputException(folder + ": expected a folder that can be read: " + e);
    }
  }

  private static boolean hasColumns(Path file) {
    try (CsvTable table = CsvTable.open(file)) {
      return table.columns().keySet().containsAll(COLUMNS);
    } catch (InvalidInputException e) {
      return false;
    }
  }

  /** A function while the file is read. */
  private static final class Recorded {
    private final String id;
    private final String name;
    private final int number;
    private final MinuteCounts counts = new MinuteCounts();
    private int invocations;
    private double seconds;

    Recorded(String id, String name, int number) {
      this.id = id;
      this.name = name;
      this.number = number;
    }

    void add(double arrival, double runSeconds) {
      counts.add(Math.max(0, (int) Math.floor(arrival / 60)), 1);
      invocations++;
      seconds += runSeconds;
    }

    TraceFunction function(int minutes, boolean nameIsShared) {
      return counts.function(
          nameIsShared ? id : name,
          minutes,
          OptionalDouble.of(1000 * seconds / invocations),
          OptionalDouble.empty());
    }
  }
}
