package io.faasrank.loadbalancer;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.StressOptions;

/**
 * How long Lincheck looks for interleavings that break something: seconds in a build, and so many
 * times as long with {@code -Dfaasrank.interleavings=N}. It runs random operations of a test class
 * on a few threads, and every outcome must be one that some order of the same operations gives.
 */
public final class Interleavings {

  /** How many times as long as in a build. */
  public static final String PROPERTY = "faasrank.interleavings";

  private static final int TIMES = Integer.getInteger(PROPERTY, 1);
  private static final int THREADS = 3;
  private static final int OPERATIONS = 3;

  private Interleavings() {}

  /**
   * Runs the operations as the machine interleaves them.
   *
   * @param scenarios different sequences of operations
   * @param runs of each
   */
  public static void stress(Class<?> operations, int scenarios, int runs) {
    new StressOptions()
        .iterations(scenarios * TIMES)
        .invocationsPerIteration(runs)
        .threads(THREADS)
        .actorsPerThread(OPERATIONS)
        .check(operations);
  }

  /** Runs them in orders that Lincheck chooses, switching threads at any access to memory. */
  public static void choose(Class<?> operations, int scenarios, int runs) {
    new ModelCheckingOptions()
        .iterations(scenarios * TIMES)
        .invocationsPerIteration(runs)
        .threads(THREADS)
        .actorsPerThread(OPERATIONS)
        .check(operations);
  }
}
