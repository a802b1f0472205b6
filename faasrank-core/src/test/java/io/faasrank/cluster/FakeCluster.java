package io.faasrank.cluster;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A cluster view that a test fills by hand, or at random from a seed. New invokers are usable,
 * empty and idle, and their resource metrics are unknown (NaN).
 */
public class FakeCluster implements ClusterView {

  private static final int ACTIONS = 32;

  private final List<Invoker> invokers = new ArrayList<>();
  private final float[] initSeconds = new float[ACTIONS];
  private final float[] runSeconds = new float[ACTIONS];

  public FakeCluster(int size, int memoryMb, float cores) {
    Arrays.fill(initSeconds, Float.NaN);
    Arrays.fill(runSeconds, Float.NaN);
    resize(size, memoryMb, cores);
  }

  /** The paper's cluster: invokers of 8 cores and 2 GB for functions. */
  public static FakeCluster ofSize(int size) {
    return new FakeCluster(size, 2048, 8);
  }

  /** Drops the highest-numbered invokers, or adds new ones. */
  public final void resize(int size, int memoryMb, float cores) {
    while (invokers.size() > size) {
      invokers.remove(invokers.size() - 1);
    }
    while (invokers.size() < size) {
      invokers.add(new Invoker(memoryMb, cores));
    }
  }

  /** Replaces all invokers by 1 to {@code maxSize} of random state, some full, some unusable. */
  public final void randomize(RandomGenerator random, int maxSize) {
    invokers.clear();
    int size = 1 + random.nextInt(maxSize);
    float usableShare = random.nextFloat();
    float freeShare = random.nextFloat();
    for (int i = 0; i < size; i++) {
      Invoker invoker = new Invoker(256 * (1 + random.nextInt(16)), 1 + random.nextInt(16));
      invoker.usable = random.nextFloat() < usableShare;
      invoker.freeMemoryMb =
          random.nextFloat() < freeShare
              ? random.nextInt(invoker.memoryMb + 1)
              : -random.nextInt(2048);
      invoker.inflight = random.nextInt(20);
      invoker.queued = random.nextInt(invoker.inflight + 1);
      invoker.idleMemoryMb = random.nextInt(Math.max(0, invoker.freeMemoryMb) + 1);
      for (int a = 0; a < ACTIONS; a++) {
        invoker.idleWarm[a] = random.nextInt(3);
      }
      for (int m = 0; m < ResourceMetric.COUNT; m++) {
        invoker.resources[m] = random.nextInt(5) == 0 ? Float.NaN : random.nextFloat() * 1e4f;
      }
      invokers.add(invoker);
    }
  }

  public final void setUsable(int invoker, boolean usable) {
    invokers.get(invoker).usable = usable;
  }

  public final void setFreeMemoryMb(int invoker, int freeMemoryMb) {
    invokers.get(invoker).freeMemoryMb = freeMemoryMb;
  }

  public final void setInflight(int invoker, int inflight) {
    invokers.get(invoker).inflight = inflight;
  }

  public final void setIdleWarm(int invoker, Action action, int containers) {
    invokers.get(invoker).idleWarm[action.id()] = containers;
  }

  public final void setQueued(int invoker, int queued) {
    invokers.get(invoker).queued = queued;
  }

  public final void setIdleMemoryMb(int invoker, int idleMemoryMb) {
    invokers.get(invoker).idleMemoryMb = idleMemoryMb;
  }

  public final void setCores(int invoker, float cores) {
    invokers.get(invoker).cores = cores;
  }

  @SuppressWarnings("EnumOrdinal") // how ClusterView.resources defines its index
  public final void setResource(int invoker, ResourceMetric metric, float value) {
    invokers.get(invoker).resources[metric.ordinal()] = value;
  }

  public final void setInitSeconds(Action action, float seconds) {
    initSeconds[action.id()] = seconds;
  }

  public final void setRunSeconds(Action action, float seconds) {
    runSeconds[action.id()] = seconds;
  }

  @Override
  public int size() {
    return invokers.size();
  }

  @Override
  public boolean usable(int invoker) {
    return invokers.get(invoker).usable;
  }

  @Override
  public int memoryMb(int invoker) {
    return invokers.get(invoker).memoryMb;
  }

  @Override
  public int freeMemoryMb(int invoker) {
    return invokers.get(invoker).freeMemoryMb;
  }

  @Override
  public int inflight(int invoker) {
    return invokers.get(invoker).inflight;
  }

  @Override
  public int inflight(int invoker, Action action) {
    return invokers.get(invoker).inflight / ACTIONS;
  }

  @Override
  public int idleWarm(int invoker, Action action) {
    return invokers.get(invoker).idleWarm[action.id()];
  }

  @Override
  public int queued(int invoker) {
    return invokers.get(invoker).queued;
  }

  @Override
  public int idleMemoryMb(int invoker) {
    return invokers.get(invoker).idleMemoryMb;
  }

  @Override
  public float cores(int invoker) {
    return invokers.get(invoker).cores;
  }

  @Override
  public float[] resources(int invoker) {
    return invokers.get(invoker).resources;
  }

  @Override
  public float initSeconds(Action action) {
    return initSeconds[action.id()];
  }

  @Override
  public float runSeconds(Action action) {
    return runSeconds[action.id()];
  }

  private static final class Invoker {
    private final int memoryMb;
    private final int[] idleWarm = new int[ACTIONS];
    private final float[] resources = new float[ResourceMetric.COUNT];
    private boolean usable = true;
    private int freeMemoryMb;
    private int inflight;
    private int queued;
    private int idleMemoryMb;
    private float cores;

    Invoker(int memoryMb, float cores) {
      this.memoryMb = memoryMb;
      this.freeMemoryMb = memoryMb;
      this.cores = cores;
      Arrays.fill(resources, Float.NaN);
    }
  }
}
