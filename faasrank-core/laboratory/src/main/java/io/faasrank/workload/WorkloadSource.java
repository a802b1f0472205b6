package io.faasrank.workload;

/**
 * Where workloads come from. What is asked for depends on the arguments and the source's own seed
 * alone, not on what was asked before; sources may be used by several threads at once.
 */
@FunctionalInterface
public interface WorkloadSource {

  /**
   * One workload.
   *
   * @param workload its name, for instance {@code M1}
   * @param repetition which draw: another repetition has other functions, minutes and counts
   * @param replay which replay of that draw: another replay has the same counts per second, and
   *     redraws only where in the second invocations fall and how long each takes. Comparing two
   *     replays of one policy (A/A) shows the noise floor.
   */
  Workload workload(String workload, int repetition, int replay);
}
