package io.faasrank.policy;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.ClusterSums;
import io.faasrank.cluster.ClusterView;
import io.faasrank.cluster.CoprimeSteps;
import io.faasrank.cluster.CountedSums;
import io.faasrank.cluster.HashingWalk;
import io.faasrank.cluster.ResourceMetric;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A view for scorers: all metrics of invoker i hold base + i, i activations run there. */
final class TinyView implements ClusterView {

  final boolean[] usable;
  private final float base;
  private final float[][] resources;
  private final CoprimeSteps steps;
  private final CountedSums sums = new CountedSums(this);
  private @Nullable HashingWalk walk;

  TinyView(int size, float base) {
    this.base = base;
    steps = CoprimeSteps.of(size);
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
  public boolean usable(int position) {
    return usable[position];
  }

  @Override
  public int memoryMb(int position) {
    return 2_048;
  }

  @Override
  public int freeMemoryMb(int position) {
    return 1_024;
  }

  @Override
  public int inflight(int position) {
    return position;
  }

  @Override
  public int inflight(int position, Action action) {
    return position;
  }

  @Override
  public int idleWarm(int position, Action action) {
    return 1;
  }

  @Override
  public int queued(int position) {
    return 0;
  }

  @Override
  public int idleMemoryMb(int position) {
    return 256;
  }

  @Override
  public float cores(int position) {
    return 8;
  }

  @Override
  public float workMbSeconds(int position) {
    return 100f * position;
  }

  /** Counted once, since nothing changes but what is usable. */
  @Override
  public ClusterSums sums(Action action) {
    return sums.of(action);
  }

  /** One action only. */
  @Override
  public HashingWalk walk(Action action) {
    HashingWalk known = walk;
    if (known == null) {
      known = steps.walk(action);
      walk = known;
    }
    return known;
  }

  @Override
  public float[] resources(int position) {
    return resources[position];
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
