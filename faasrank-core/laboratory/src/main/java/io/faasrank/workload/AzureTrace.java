package io.faasrank.workload;

import java.nio.file.Path;
import java.util.List;

/**
 * A trace in the format of the Azure Functions 2019 dataset (Shahrad et al., "Serverless in the
 * Wild", USENIX ATC 2020), which counts the invocations of each function in each minute.
 *
 * @param folder where it was read, as the user named it
 * @param minutes minutes recorded, positive
 * @param functions in order of their hash, so that the order of rows does not matter
 */
public record AzureTrace(String folder, int minutes, List<TraceFunction> functions) {

  public AzureTrace {
    functions = List.copyOf(functions);
  }

  /**
   * Reads a folder.
   *
   * <ul>
   *   <li>{@code invocations.csv}: {@code HashFunction}, optionally {@code Trigger} and others, and
   *       a column per minute whose name is a number; the numbers must follow one another.
   *   <li>{@code durations.csv}, if there: {@code HashFunction}, {@code Average} (milliseconds).
   *   <li>{@code memory.csv}, if there: {@code HashFunction}, {@code AverageAllocatedMb}.
   * </ul>
   *
   * Columns are found by name, in any order; files are joined by {@code HashFunction}. Functions
   * that the second and third file lack have no duration or memory; those they have besides are
   * ignored.
   *
   * @throws InvalidInputException naming file, line, column and value if anything is not so
   */
  public static AzureTrace read(Path folder) {
    return new AzureTraceReader(folder).read();
  }

  /** The functions of a split. */
  public List<TraceFunction> functions(Split split) {
    return functions.stream().filter(function -> split.contains(function.hash())).toList();
  }
}
