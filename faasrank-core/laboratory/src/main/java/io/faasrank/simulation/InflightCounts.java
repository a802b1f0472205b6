package io.faasrank.simulation;

/** Activations in flight by invoker, and what belongs to them. */
final class InflightCounts {

  private final int[] inflight;
  private final int[][] byAction;
  private final int[] reservedMb;
  private final long[] workMbMillis;

  InflightCounts(int invokers, int functions) {
    inflight = new int[invokers];
    byAction = new int[invokers][functions];
    reservedMb = new int[invokers];
    workMbMillis = new long[invokers];
  }

  void add(InflightChange change) {
    int invoker = change.invoker();
    inflight[invoker] += change.activations();
    byAction[invoker][change.function()] += change.activations();
    reservedMb[invoker] += change.memoryMb();
    workMbMillis[invoker] += change.workMbMillis();
  }

  int inflight(int invoker) {
    return inflight[invoker];
  }

  int inflight(int invoker, int function) {
    return byAction[invoker][function];
  }

  /** Memory of the containers that they need, in MB. */
  int reservedMb(int invoker) {
    return reservedMb[invoker];
  }

  /** Their work by {@link io.faasrank.cluster.WorkEstimate}. */
  long workMbMillis(int invoker) {
    return workMbMillis[invoker];
  }
}
