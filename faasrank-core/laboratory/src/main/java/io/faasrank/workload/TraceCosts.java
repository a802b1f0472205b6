package io.faasrank.workload;

import java.util.Optional;

/**
 * What a trace's function costs when it plays itself: its mean execution time (1 ms or more) and
 * the memory class that holds its mean memory, 256 MB where that is unknown. No trace knows cold
 * starts: initialisation and creation are those of the function of Table II that has its name, else
 * the table's means.
 */
final class TraceCosts {

  private TraceCosts() {}

  /** Whether enough is known of it. */
  static boolean known(TraceFunction function) {
    return function.meanDurationMillis().isPresent();
  }

  /**
   * @param function whose duration is known
   * @param name what tables call it
   */
  static FunctionProfile profile(TraceFunction function, String name) {
    Optional<FunctionProfile> namesake = BenchmarkFunctions.find(function.hash());
    double warm =
        Math.max(function.meanDurationMillis().orElseThrow() / 1000, Invocation.LEAST_SECONDS);
    double init =
        namesake.map(FunctionProfile::initSeconds).orElseGet(BenchmarkFunctions::meanInitSeconds);
    double create =
        namesake
            .map(FunctionProfile::createSeconds)
            .orElseGet(BenchmarkFunctions::meanCreateSeconds);
    int memoryMb =
        function.memoryMb().isPresent()
            ? MemoryClass.of(function.memoryMb().getAsDouble()).megabytes()
            : FunctionCosts.DEFAULT_MEMORY_MB;
    return new FunctionProfile(name, memoryMb, warm + init + create, warm, init);
  }
}
