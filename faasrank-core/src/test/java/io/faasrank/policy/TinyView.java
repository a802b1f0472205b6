package io.faasrank.policy;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.ClusterView;
import io.faasrank.cluster.ResourceMetric;
import java.util.Arrays;

/** A view for scorers: all metrics of invoker i hold base + i, i activations run there. */
final class TinyView implements ClusterView {

  final boolean[] usable;
  private final float base;
  private final float[][] resources;

  TinyView(int size, float base) {
    this.base = base;
    usable = new boolean[size];
    Arrays.fill(usable, true);
    resources = new float[size][ResourceMetric.COUNT];
    for (int i = 0; i < size; i++) {
      Arrays.fill(resources[i], base + i);
    }
  }

  @Override
  public int size() {
    return usable.length;
  }

  @Override
  public boolean usable(int invoker) {
    return usable[invoker];
  }

  @Override
  public int memoryMb(int invoker) {
    return 2_048;
  }

  @Override
  public int freeMemoryMb(int invoker) {
    return 1_024;
  }

  @Override
  public int inflight(int invoker) {
    return invoker;
  }

  @Override
  public int inflight(int invoker, Action action) {
    return invoker;
  }

  @Override
  public int idleWarm(int invoker, Action action) {
    return 1;
  }

  @Override
  public int queued(int invoker) {
    return 0;
  }

  @Override
  public int idleMemoryMb(int invoker) {
    return 256;
  }

  @Override
  public float cores(int invoker) {
    return 8;
  }

  @Override
  public float[] resources(int invoker) {
    return resources[invoker];
  }

  @Override
  public float initSeconds(Action action) {
    return 2 + base;
  }

  @Override
  public float runSeconds(Action action) {
    return base;
  }
}
