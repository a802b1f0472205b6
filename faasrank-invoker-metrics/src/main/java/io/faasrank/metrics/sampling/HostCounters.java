package io.faasrank.metrics.sampling;

import io.faasrank.cluster.ResourceMetric;
import java.util.Map;

/**
 * One reading of the host. A metric that the host does not provide is in neither map.
 *
 * @param cores CPU cores that are online
 * @param gauges values of the gauges, in {@link ResourceMetric#unit()}
 * @param counters counters since the boot, by device: one for the CPU, one for each disk and
 *     network interface
 */
record HostCounters(
    int cores,
    Map<ResourceMetric, Double> gauges,
    Map<ResourceMetric, Map<String, Long>> counters) {}
