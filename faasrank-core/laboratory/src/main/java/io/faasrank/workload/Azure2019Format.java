package io.faasrank.workload;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The Azure Functions 2019 data set as samples of it are passed on, in three files: {@code
 * invocations.csv} and, where there, {@code durations.csv} and {@code memory.csv}. {@link
 * Azure2019Reader} states their columns. Other traces are written so too; those whose functions are
 * not named by hashes, as the data set's are, are said to be in its format, not of it.
 */
final class Azure2019Format implements TraceFormat {

  private static final String INVOCATIONS = "invocations.csv";

  @Override
  public String name() {
    return "azure2019";
  }

  @Override
  public String files() {
    return INVOCATIONS;
  }

  @Override
  public boolean recognises(Path folder) {
    return Files.exists(folder.resolve(INVOCATIONS));
  }

  @Override
  public Trace read(Path folder) {
    Azure2019Reader reader = new Azure2019Reader();
    Path invocations = folder.resolve(INVOCATIONS);
    Path durations = folder.resolve("durations.csv");
    Path memory = folder.resolve("memory.csv");
    List<Path> files = new ArrayList<>(List.of(invocations));
    reader.readInvocations(invocations);
    if (Files.exists(durations)) {
      reader.readDurations(durations);
      files.add(durations);
    }
    if (Files.exists(memory)) {
      reader.readMemory(memory);
      files.add(memory);
    }
    Trace trace = reader.trace(folder, invocations, DataSet.of("", files), List.of());
    boolean hashes = trace.functions().stream().allMatch(f -> f.hash().matches("[0-9a-f]{64}"));
    String name =
        hashes
            ? Azure2019Reader.CITATION
            : "a trace in the format of the " + Azure2019Reader.CITATION;
    return trace.of(new DataSet(name, trace.dataSet().checksum()));
  }
}
