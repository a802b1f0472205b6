package io.faasrank.report;

/**
 * What is needed to get the same figures again. No time of day and no duration: equal evaluations
 * of one day are written as equal bytes.
 *
 * @param command the command line with every setting that changes a figure
 * @param seed seed of workloads, policies and intervals
 * @param dataSet where the arrivals came from, with its citation
 * @param cluster the simulated cluster in words
 * @param origin with what it was made
 */
public record Provenance(String command, long seed, String dataSet, String cluster, Origin origin) {

  /** Of unknown origin. */
  public Provenance(String command, long seed, String dataSet, String cluster) {
    this(command, seed, dataSet, cluster, Origin.UNKNOWN);
  }
}
