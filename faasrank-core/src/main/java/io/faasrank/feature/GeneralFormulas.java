package io.faasrank.feature;

import static io.faasrank.feature.FastLog.asinh;
import static io.faasrank.feature.FastLog.log;

/** The formulas of {@link GeneralColumns} that are more than one function of one value. */
final class GeneralFormulas {

  /** Shorter times are as good as this one. Chosen: the resolution of OpenWhisk's durations. */
  private static final float SHORTEST_SECONDS = 1e-3f;

  /** MB a core of the paper's invokers, the middle of the column. */
  private static final float USUAL_MB_PER_CORE = 256;

  /** MB reserved a core at which the logarithm bends. Unmeasured: a small function. */
  private static final float BENDS_MB_PER_CORE = 100;

  // Added before a ratio to the cluster is taken, so that an empty invoker has a logarithm. All are
  // unmeasured, and lie below what one small activation on a large invoker makes.
  private static final float LEAST_MB_PER_CORE = 1;
  private static final float LEAST_PER_CORE = 0.01f;
  private static final float LEAST_WORK_SECONDS = 0.01f;

  private GeneralFormulas() {}

  /** A part of a whole; a whole of next to nothing counts as 0.01, so that the ratio is finite. */
  static float share(float part, float whole) {
    return part / Math.max(whole, 0.01f);
  }

  static float logSeconds(float seconds) {
    return Float.isNaN(seconds) ? Float.NaN : log(Math.max(seconds, SHORTEST_SECONDS));
  }

  /** Twice the memory that would be left, in memories of the invoker; below 0 it has to wait. */
  static float room(float freeMb, float actionMb, float memoryMb) {
    return asinh(2 * share(freeMb - actionMb, memoryMb));
  }

  /** The memory that would be left if no idle container were evicted for it, likewise. */
  static float roomBesideIdle(float freeMb, float idleMb, float actionMb, float memoryMb) {
    return Math.max(-1, Math.min(1, share(freeMb - idleMb - actionMb, memoryMb)));
  }

  static float reservedPerCore(int memoryMb, int freeMb, float cores) {
    return share(Math.max(0, memoryMb - freeMb), cores);
  }

  static float reservedLog(float mbPerCore) {
    return log(1 + mbPerCore / BENDS_MB_PER_CORE);
  }

  static float sizeToMean(int memoryMb, float meanMb) {
    return log(Math.max(1, memoryMb) / Math.max(1, meanMb));
  }

  static float memoryPerCore(int memoryMb, float cores) {
    return log(Math.max(1, share(memoryMb, cores)) / USUAL_MB_PER_CORE);
  }

  static float reservedToCluster(float mbPerCore, float clusterMbPerCore) {
    return log((mbPerCore + LEAST_MB_PER_CORE) / (clusterMbPerCore + LEAST_MB_PER_CORE));
  }

  static float inflightToCluster(float perCore, float clusterPerCore) {
    return log((perCore + LEAST_PER_CORE) / (clusterPerCore + LEAST_PER_CORE));
  }

  static float queuedToCluster(float perCore, float clusterPerCore) {
    return asinh(perCore - clusterPerCore);
  }

  /** Of work in MB seconds for each MB: how long it would fill the invoker. */
  static float workToCluster(float seconds, float clusterSeconds) {
    return log((seconds + LEAST_WORK_SECONDS) / (clusterSeconds + LEAST_WORK_SECONDS));
  }

  // Each of these ratios is the difference of two terms, up to rounding.

  static float sizeTerm(float memoryMb) {
    return log(Math.max(1, memoryMb));
  }

  static float reservedTerm(float mbPerCore) {
    return log(mbPerCore + LEAST_MB_PER_CORE);
  }

  static float inflightTerm(float perCore) {
    return log(perCore + LEAST_PER_CORE);
  }

  static float workTerm(float seconds) {
    return log(seconds + LEAST_WORK_SECONDS);
  }
}
