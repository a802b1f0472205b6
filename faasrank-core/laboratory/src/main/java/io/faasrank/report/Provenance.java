package io.faasrank.report;

/**
 * What is needed to get the same figures again. No date and no duration: equal evaluations are
 * written as equal bytes.
 *
 * @param command the command line with every setting that changes a figure
 * @param seed seed of workloads, policies and intervals
 * @param dataSet where the arrivals came from, with its citation
 * @param cluster the simulated cluster in words
 */
public record Provenance(String command, long seed, String dataSet, String cluster) {}
