package io.faasrank.workload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The Azure Functions 2019 data set as it is published: a file of invocations, one of durations and
 * one of memory for each day, of which the last two may be absent (the data set ends with days
 * without memory). Any days may lie in the folder; their minutes follow one another in order of the
 * day's number. {@link Azure2019Reader} states the columns.
 */
final class Azure2019PublishedFormat implements TraceFormat {

  private static final String INVOCATIONS = "invocations_per_function_md.anon.d";
  private static final String DURATIONS = "function_durations_percentiles.anon.d";
  private static final String MEMORY = "app_memory_percentiles.anon.d";

  @Override
  public String name() {
    return "azure2019-published";
  }

  @Override
  public String files() {
    return INVOCATIONS + "NN.csv";
  }

  @Override
  public boolean recognises(Path folder) {
    return !days(folder, INVOCATIONS).isEmpty();
  }

  @Override
  public Trace read(Path folder) {
    SortedMap<Integer, Path> invocations = days(folder, INVOCATIONS);
    if (invocations.isEmpty()) {
      throw new InvalidInputException(folder + ": expected a file " + files() + ", found none");
    }
    Azure2019Reader reader = new Azure2019Reader();
    List<Path> files = new ArrayList<>(invocations.values());
    invocations.values().forEach(reader::readInvocations);
    SortedMap<Integer, Path> durations = days(folder, DURATIONS);
    SortedMap<Integer, Path> memory = days(folder, MEMORY);
    for (int day : invocations.keySet()) {
      Path durationsOfDay = durations.get(day);
      if (durationsOfDay != null) {
        reader.readDurations(durationsOfDay);
        files.add(durationsOfDay);
      }
      Path memoryOfDay = memory.get(day);
      if (memoryOfDay != null) {
        reader.readMemory(memoryOfDay);
        files.add(memoryOfDay);
      }
    }
    List<String> warnings = new ArrayList<>();
    int absent = invocations.lastKey() - invocations.firstKey() + 1 - invocations.size();
    if (absent > 0) {
      warnings.add(folder + ": days absent between others, which follow one another: " + absent);
    }
    return reader.trace(folder, folder, DataSet.of(Azure2019Reader.CITATION, files), warnings);
  }

  /** Files by the number of their day. */
  private static SortedMap<Integer, Path> days(Path folder, String prefix) {
    Pattern name = Pattern.compile(Pattern.quote(prefix) + "(\\d{1,4})\\.csv");
    SortedMap<Integer, Path> days = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      files.forEach(
          file -> {
            Matcher matcher = name.matcher(String.valueOf(file.getFileName()));
            if (matcher.matches()) {
              days.put(Integer.valueOf(matcher.group(1)), file);
            }
          });
    } catch (IOException | UncheckedIOException e) {
      throw new InvalidInputException(folder + ": expected a folder that can be read: " + e);
    }
    return days;
  }
}
