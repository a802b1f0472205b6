package io.faasrank.policy;

import static io.faasrank.cluster.ResourceMetric.CPU_IDLE;
import static io.faasrank.cluster.ResourceMetric.CPU_LOAD_AVG;
import static io.faasrank.cluster.ResourceMetric.DISK_READ_TIME;
import static io.faasrank.cluster.ResourceMetric.DISK_WRITE_TIME;
import static io.faasrank.cluster.ResourceMetric.MEMORY_FREE;
import static io.faasrank.cluster.ResourceMetric.NET_BYTE_RECV;
import static io.faasrank.cluster.ResourceMetric.NET_BYTE_SENT;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.ClusterView;
import io.faasrank.cluster.ResourceMetric;

/**
 * The paper's hand-made formula (Eq. 1):
 *
 * <pre>
 * score = 2 cpu + 1.5 memory + disk + network + load_avg + infra + 3 avail_mem_slots
 * </pre>
 *
 * <p>The paper gives the weights and neither the scale nor the sign of the terms. Chosen here: each
 * term lies in [0, 1], higher is better, and 0.5 stands for what is not known (a NaN metric):
 *
 * <ul>
 *   <li>cpu: share of idle CPU, cpu_idle / (1000 ms per second and core).
 *   <li>memory: memory_free relative to the most that any candidate has.
 *   <li>disk: 1 for the candidate with the least disk_read_time + disk_write_time, 0 for the most,
 *       linear between; 0.5 where all are equal.
 *   <li>network: likewise for net_byte_recv + net_byte_sent.
 *   <li>load_avg: 1 - cpu_load_avg / cores, at least 0.
 *   <li>infra: 1 where an idle warm container of the action waits, else 0.
 *   <li>avail_mem_slots: activations of this action for which there is free memory, relative to
 *       what the invoker holds when empty; 0 where it holds none.
 * </ul>
 */
@PolicySpec(
    name = "static-rank",
    summary = "a weighted sum of resources, warmth and free slots",
    source = "FaaSRank, Section II-B, Eq. 1")
public final class StaticRankScorer implements Scorer {

  private static final float CPU_WEIGHT = 2f;
  private static final float MEMORY_WEIGHT = 1.5f;
  private static final float SLOTS_WEIGHT = 3f;
  private static final float UNKNOWN = 0.5f;
  private static final float MILLIS_PER_SECOND = 1000f;

  @Override
  public void score(ClusterView view, Action action, Decision decision) {
    int[] candidates = decision.candidates();
    float[] scores = decision.scores();
    float mostMemory = 0;
    float leastDisk = Float.POSITIVE_INFINITY;
    float mostDisk = Float.NEGATIVE_INFINITY;
    float leastNetwork = Float.POSITIVE_INFINITY;
    float mostNetwork = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < decision.count(); i++) {
      float[] metrics = view.resources(candidates[i]);
      mostMemory = higher(mostMemory, value(metrics, MEMORY_FREE));
      leastDisk = lower(leastDisk, disk(metrics));
      mostDisk = higher(mostDisk, disk(metrics));
      leastNetwork = lower(leastNetwork, network(metrics));
      mostNetwork = higher(mostNetwork, network(metrics));
    }
    for (int i = 0; i < decision.count(); i++) {
      int position = candidates[i];
      float[] metrics = view.resources(position);
      float cores = view.cores(position);
      scores[i] =
          CPU_WEIGHT * share(value(metrics, CPU_IDLE), MILLIS_PER_SECOND * cores)
              + MEMORY_WEIGHT * share(value(metrics, MEMORY_FREE), mostMemory)
              + spare(disk(metrics) - leastDisk, mostDisk - leastDisk)
              + spare(network(metrics) - leastNetwork, mostNetwork - leastNetwork)
              + spare(value(metrics, CPU_LOAD_AVG), cores)
              + (view.idleWarm(position, action) > 0 ? 1 : 0)
              + SLOTS_WEIGHT * freeSlots(view, position, action);
    }
  }

  @SuppressWarnings("EnumOrdinal") // how ClusterView.resources defines its index
  private static float value(float[] metrics, ResourceMetric metric) {
    return metrics[metric.ordinal()];
  }

  private static float disk(float[] metrics) {
    return value(metrics, DISK_READ_TIME) + value(metrics, DISK_WRITE_TIME);
  }

  private static float network(float[] metrics) {
    return value(metrics, NET_BYTE_RECV) + value(metrics, NET_BYTE_SENT);
  }

  private static float freeSlots(ClusterView view, int position, Action action) {
    int total = view.memoryMb(position) / action.memoryMb();
    int free = Math.max(0, view.freeMemoryMb(position)) / action.memoryMb();
    return total == 0 ? 0 : Math.min(1f, (float) free / total);
  }

  /** Part of the whole, within [0, 1]; unknown when either is, or when there is no whole. */
  private static float share(float part, float whole) {
    float share = part / whole;
    if (!(whole > 0) || Float.isNaN(share)) {
      return UNKNOWN;
    }
    return Math.min(1, Math.max(0, share));
  }

  private static float spare(float part, float whole) {
    return 1 - share(part, whole);
  }

  /** The lower of the two; a NaN value changes nothing. */
  private static float lower(float least, float value) {
    return value < least ? value : least;
  }

  private static float higher(float most, float value) {
    return value > most ? value : most;
  }
}
