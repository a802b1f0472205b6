package io.faasrank.loadbalancer.cluster;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.ClusterSums;
import io.faasrank.cluster.ClusterView;
import io.faasrank.cluster.HashingWalk;
import io.faasrank.cluster.ResourceMetric;
import io.faasrank.cluster.WorkEstimate;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * {@link LiveView} as it was before it kept anything from one activation to the next, frozen for
 * benchmarks that compare both in one run.
 */
public final class FormerView implements ClusterView {

  private static final float[] UNKNOWN = new float[ResourceMetric.COUNT];

  static {
    Arrays.fill(UNKNOWN, Float.NaN);
  }

  private final ClusterBook book;
  private Pool pool = new Pool(false, 0, new boolean[0], new int[0]);
  private @Nullable ActionBook action;
  private @Nullable MemorySlots slots;
  private int maxConcurrent;
  private boolean[] fresh = new boolean[16];
  private final LiveSums sums = new LiveSums();
  private boolean summed;
  private boolean freshOnly;
  private int usableCount;
  private int freshCount;

  public FormerView(ClusterBook book) {
    this.book = book;
  }

  /**
   * Prepares for an activation: counts the usable invokers of the pool, and those of them that are
   * fresh.
   *
   * @param maxConcurrent activations of the action that share a container, at least 1
   */
  public void bind(Pool pool, ActionBook action, MemorySlots slots, int maxConcurrent) {
    this.pool = pool;
    this.action = action;
    this.slots = slots;
    this.maxConcurrent = maxConcurrent;
    summed = false;
    int size = pool.size();
    if (fresh.length < size) {
      fresh = new boolean[size + size / 2];
    }
    long now = book.nowNanos();
    usableCount = 0;
    freshCount = 0;
    for (int i = 0; i < size; i++) {
      boolean usable = pool.usable(i);
      fresh[i] = usable && book.freshness(pool.invoker(i), now) == Freshness.FRESH;
      usableCount += usable ? 1 : 0;
      freshCount += fresh[i] ? 1 : 0;
    }
  }

  /** Whether only invokers with fresh metrics count as usable. */
  public void freshOnly(boolean only) {
    freshOnly = only;
  }

  /** Usable invokers of the pool, fresh or not. */
  public int usableCount() {
    return usableCount;
  }

  /** Those of them with fresh metrics. */
  public int freshCount() {
    return freshCount;
  }

  @Override
  public int size() {
    return pool.size();
  }

  @Override
  public boolean usable(int position) {
    return freshOnly ? fresh[position] : pool.usable(position);
  }

  @Override
  public int memoryMb(int position) {
    return pool.memoryMb(position);
  }

  @Override
  public int freeMemoryMb(int position) {
    InvokerBook invoker = invoker(position);
    return pool.memoryMb(position) - (invoker == null ? 0 : invoker.reservedMb());
  }

  @Override
  public int inflight(int position) {
    InvokerBook invoker = invoker(position);
    return invoker == null ? 0 : invoker.inflight();
  }

  @Override
  public int inflight(int position, Action ofAction) {
    return bound(ofAction).inflight(pool.invoker(position));
  }

  @Override
  public int idleWarm(int position, Action ofAction) {
    return bound(ofAction).idle(pool.invoker(position));
  }

  @Override
  public int queued(int position) {
    InvokerBook invoker = invoker(position);
    return invoker == null ? 0 : invoker.queued();
  }

  @Override
  public int idleMemoryMb(int position) {
    InvokerBook invoker = invoker(position);
    int idleMb = invoker == null ? 0 : invoker.idleMemoryMb.get();
    return Math.max(0, Math.min(idleMb, pool.memoryMb(position)));
  }

  @Override
  public float cores(int position) {
    InvokerBook invoker = invoker(position);
    int memoryMb = pool.memoryMb(position);
    return invoker == null ? memoryMb / InvokerBook.MB_PER_CORE : invoker.cores(memoryMb);
  }

  /** This controller's by its book; what others have there, as far as reports tell. */
  @Override
  public float workMbSeconds(int position) {
    InvokerBook invoker = invoker(position);
    return invoker == null ? 0 : WorkEstimate.mbSeconds(invoker.workMbMillis());
  }

  /** Over the usable invokers, fresh or not, whichever count as usable now. */
  @Override
  public ClusterSums sums(Action ofAction) {
    if (!summed) {
      sums.read(book.sums(pool), pool, bound(ofAction));
      summed = true;
    }
    return sums;
  }

  @Override
  public HashingWalk walk(Action ofAction) {
    return bound(ofAction).walk(pool);
  }

  @Override
  public float[] resources(int position) {
    InvokerBook invoker = invoker(position);
    ReportedInvoker reported = invoker == null ? null : invoker.reported;
    return reported == null ? UNKNOWN : reported.resources();
  }

  @Override
  public float initSeconds(Action ofAction) {
    return bound(ofAction).initSeconds();
  }

  @Override
  public float runSeconds(Action ofAction) {
    return bound(ofAction).runSeconds();
  }

  /**
   * Whether this controller's share of the invoker has memory for it, or a container of the action
   * there has room for one more.
   */
  @Override
  public boolean fits(int position, Action ofAction) {
    MemorySlots bound = slots;
    if (bound == null) {
      throw new IllegalStateException("the view is bound to no activation");
    }
    int invoker = pool.invoker(position);
    return bound.availableMb(invoker) >= ofAction.memoryMb()
        || bound(ofAction).sharesContainer(invoker, maxConcurrent);
  }

  private @Nullable InvokerBook invoker(int position) {
    return book.find(pool.invoker(position));
  }

  private ActionBook bound(Action ofAction) {
    ActionBook bound = action;
    if (bound == null || bound.action().id() != ofAction.id()) {
      throw new IllegalArgumentException("the view is bound to another action than " + ofAction);
    }
    return bound;
  }
}
