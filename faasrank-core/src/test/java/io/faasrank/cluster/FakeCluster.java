package io.faasrank.cluster;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A cluster view that a test fills by hand, or at random from a seed. New invokers are usable,
 * empty and idle, and their resource metrics are unknown (NaN).
 */
public class FakeCluster implements ClusterView {

  private static final int ACTIONS = 32;

  private final List<Invoker> invokers = new ArrayList<>();
  private final float[] initSeconds = new float[ACTIONS];
  private final float[] runSeconds = new float[ACTIONS];
  private final CountedSums sums = new CountedSums(this);
  private CoprimeSteps steps = CoprimeSteps.of(1);
  private @Nullable Action walker;
  private @Nullable HashingWalk walk;

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
      // no further draw, on which tests of rare equal keys depend
      invoker.workMbSeconds = invoker.inflight * 137f * (1 + invoker.queued);
      for (int a = 0; a < ACTIONS; a++) {
        invoker.idleWarm[a] = random.nextInt(3);
      }
      for (int m = 0; m < ResourceMetric.COUNT; m++) {
        invoker.resources[m] = random.nextInt(5) == 0 ? Float.NaN : random.nextFloat() * 1e4f;
      }
      invokers.add(invoker);
    }
  }

  public final void setUsable(int position, boolean usable) {
    invokers.get(position).usable = usable;
  }

  public final void setFreeMemoryMb(int position, int freeMemoryMb) {
    invokers.get(position).freeMemoryMb = freeMemoryMb;
  }

  public final void setInflight(int position, int inflight) {
    invokers.get(position).inflight = inflight;
  }

  public final void setIdleWarm(int position, Action action, int containers) {
    invokers.get(position).idleWarm[action.id()] = containers;
  }

  public final void setQueued(int position, int queued) {
    invokers.get(position).queued = queued;
  }

  public final void setIdleMemoryMb(int position, int idleMemoryMb) {
    invokers.get(position).idleMemoryMb = idleMemoryMb;
  }

  public final void setWorkMbSeconds(int position, float workMbSeconds) {
    invokers.get(position).workMbSeconds = workMbSeconds;
  }

  public final void setCores(int position, float cores) {
    invokers.get(position).cores = cores;
  }

  @SuppressWarnings("EnumOrdinal") // how ClusterView.resources defines its index
  public final void setResource(int position, ResourceMetric metric, float value) {
    invokers.get(position).resources[metric.ordinal()] = value;
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
  public boolean usable(int position) {
    return invokers.get(position).usable;
  }

  @Override
  public int memoryMb(int position) {
    return invokers.get(position).memoryMb;
  }

  @Override
  public int freeMemoryMb(int position) {
    return invokers.get(position).freeMemoryMb;
  }

  @Override
  public int inflight(int position) {
    return invokers.get(position).inflight;
  }

  @Override
  public int inflight(int position, Action action) {
    return invokers.get(position).inflight / ACTIONS;
  }

  @Override
  public int idleWarm(int position, Action action) {
    return invokers.get(position).idleWarm[action.id()];
  }

  @Override
  public int queued(int position) {
    return invokers.get(position).queued;
  }

  @Override
  public int idleMemoryMb(int position) {
    return invokers.get(position).idleMemoryMb;
  }

  @Override
  public float cores(int position) {
    return invokers.get(position).cores;
  }

  @Override
  public float workMbSeconds(int position) {
    return invokers.get(position).workMbSeconds;
  }

  @Override
  public ClusterSums sums(Action action) {
    sums.outdated();
    return sums.of(action);
  }

  @Override
  public HashingWalk walk(Action action) {
    HashingWalk known = walk;
    if (known == null || steps.size() != size() || !action.equals(walker)) {
      steps = steps.size() == size() ? steps : CoprimeSteps.of(size());
      known = steps.walk(action);
      walk = known;
      walker = action;
    }
    return known;
  }

  @Override
  public float[] resources(int position) {
    return invokers.get(position).resources;
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
    private float workMbSeconds;
    private float cores;

    Invoker(int memoryMb, float cores) {
      this.memoryMb = memoryMb;
      this.freeMemoryMb = memoryMb;
      this.cores = cores;
      Arrays.fill(resources, Float.NaN);
    }
  }
}
