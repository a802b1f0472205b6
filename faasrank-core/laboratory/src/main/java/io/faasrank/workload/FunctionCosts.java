package io.faasrank.workload;

import java.util.Optional;
import java.util.OptionalInt;

/** Gathers what an {@link InvocationLog} says of one function, whose Javadoc states the rules. */
final class FunctionCosts {

  /** OpenWhisk's default memory limit. */
  static final int DEFAULT_MEMORY_MB = 256;

  /** Longest initialisation accepted: an hour; guards against milliseconds in place of seconds. */
  private static final double LONGEST_INIT_SECONDS = 3_600;

  private final String name;
  private int invocations;
  private double durationSeconds;
  private int inits;
  private double initSeconds;
  private int memoryMb;
  private long memoryLine;

  FunctionCosts(String name) {
    this.name = name;
  }

  void add(double seconds, CsvRow row, OptionalInt memoryColumn, OptionalInt initColumn) {
    invocations++;
    durationSeconds += seconds;
    if (initColumn.isPresent() && !row.isBlank(initColumn.getAsInt())) {
      inits++;
      initSeconds += row.number(initColumn.getAsInt(), LONGEST_INIT_SECONDS, "seconds");
    }
    if (memoryColumn.isPresent() && !row.isBlank(memoryColumn.getAsInt())) {
      int found = row.wholeNumber(memoryColumn.getAsInt(), 1);
      if (memoryMb != 0 && found != memoryMb) {
        throw row.wrong(
            memoryColumn.getAsInt(),
            String.format("%s as in line %s of the same function", memoryMb, memoryLine));
      }
      memoryMb = found;
      memoryLine = row.line();
    }
  }

  FunctionProfile profile() {
    Optional<FunctionProfile> known = BenchmarkFunctions.find(name);
    double create =
        known.map(FunctionProfile::createSeconds).orElseGet(BenchmarkFunctions::meanCreateSeconds);
    double init =
        inits > 0
            ? initSeconds / inits
            : known
                .map(FunctionProfile::initSeconds)
                .orElseGet(BenchmarkFunctions::meanInitSeconds);
    double warm = known.map(FunctionProfile::warmSeconds).orElse(durationSeconds / invocations);
    int memory =
        memoryMb != 0 ? memoryMb : known.map(FunctionProfile::memoryMb).orElse(DEFAULT_MEMORY_MB);
    return new FunctionProfile(name, memory, warm + init + create, warm, init);
  }
}
