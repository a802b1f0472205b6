package io.faasrank.loadbalancer.cluster;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.ClusterSums;
import io.faasrank.cluster.ClusterView;
import io.faasrank.cluster.HashingWalk;
import io.faasrank.cluster.InvokerChanges;
import io.faasrank.cluster.ResourceMetric;
import io.faasrank.cluster.WorkEstimate;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Stage 3 of 12: the book as the policies see it, one pool and one action at a time. Invokers are
 * positions in the pool. Each deciding thread keeps one and binds it anew for each activation; it
 * reads counters and immutable reports, takes no lock and allocates nothing but when a pool grows.
 *
 * <p>It keeps which invokers are fresh and looks again at those that have changed, and at all of
 * them when the freshness of one may have ended by itself. So binding costs the same for ten
 * invokers and for thousands, but for comparing two arrays of change numbers. One that binds to the
 * managed and the blackbox invokers in turn would begin anew each time.
 */
public final class LiveView implements ClusterView, InvokerChanges {

  private static final float[] UNKNOWN = new float[ResourceMetric.COUNT];

  static {
    Arrays.fill(UNKNOWN, Float.NaN);
  }

  /** All invokers are looked at again after this time at the latest. Chosen, unmeasured. */
  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final ClusterBook book;
  private Pool pool = new Pool(false, 0, new boolean[0], new int[0]);
  private @Nullable ActionBook action;
  private @Nullable MemorySlots slots;
  private int maxConcurrent;
  private boolean[] fresh = new boolean[16];
  private int[] numbers = new int[16];
  private @Nullable Pool followed;
  private long lookAgainNanos;
  private final LiveSums sums = new LiveSums();
  private boolean summed;
  private boolean freshOnly;
  private boolean beyondShare;
  private int usableCount;
  private int freshCount;
  private long boundNanos;

  public LiveView(ClusterBook book) {
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
    turnTo(action, slots, maxConcurrent);
    long now = book.nowNanos();
    boundNanos = now;
    if (pool != followed || now - lookAgainNanos >= 0) {
      lookAtAll(now);
      return;
    }
    ChangeCounters changes = book.changes();
    int first = pool.invoker(0);
    int size = pool.size();
    int at = changes.firstChanged(first, numbers, 0, size);
    while (at < size) {
      freshCount -= fresh[at] ? 1 : 0;
      look(at, now);
      freshCount += fresh[at] ? 1 : 0;
      at = changes.firstChanged(first, numbers, at + 1, size);
    }
  }

  /** Turns to an activation of another action, with what was looked at when the view was bound. */
  public void turnTo(ActionBook other, MemorySlots otherSlots, int otherMaxConcurrent) {
    action = other;
    slots = otherSlots;
    maxConcurrent = otherMaxConcurrent;
    summed = false;
  }

  private void lookAtAll(long now) {
    followed = pool;
    int size = pool.size();
    if (fresh.length < size) {
      fresh = new boolean[size + size / 2];
      numbers = new int[fresh.length];
    }
    lookAgainNanos = now + LONGEST_NANOS;
    usableCount = 0;
    freshCount = 0;
    for (int i = 0; i < size; i++) {
      look(i, now);
      usableCount += pool.usable(i) ? 1 : 0;
      freshCount += fresh[i] ? 1 : 0;
    }
  }

  private void look(int position, long now) {
    int invoker = pool.invoker(position);
    numbers[position] = book.changes().read(invoker);
    Freshness freshness = book.freshness(invoker, now);
    fresh[position] = pool.usable(position) && freshness == Freshness.FRESH;
    long ends = book.freshnessEndsNanos(invoker, freshness);
    if (ends != Long.MAX_VALUE && ends - lookAgainNanos < 0) {
      lookAgainNanos = ends;
    }
  }

  /** When the view was bound, by the book's clock. */
  public long boundNanos() {
    return boundNanos;
  }

  /** Whether only invokers with fresh metrics count as usable. */
  public void freshOnly(boolean only) {
    freshOnly = only;
  }

  /**
   * Whether the memory counts that is free by all that is known, also where OpenWhisk's own rule
   * would not give it out: see {@link ClusterBook#beyondShareMb}.
   */
  public void beyondShare(boolean beyond) {
    beyondShare = beyond;
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
   * there has room for one more. Where more counts than the share, the invoker itself must have the
   * memory, and the share only while what others have in flight is unknown.
   */
  @Override
  public boolean fits(int position, Action ofAction) {
    MemorySlots bound = slots;
    if (bound == null) {
      throw new IllegalStateException("the view is bound to no activation");
    }
    int invoker = pool.invoker(position);
    int memoryMb = ofAction.memoryMb();
    boolean room =
        !beyondShare
            ? bound.availableMb(invoker) >= memoryMb
            : freeMemoryMb(position) >= memoryMb
                && (book.knowsOthers()
                    || bound.availableMb(invoker) + book.goneMb(invoker) >= memoryMb);
    return room || bound(ofAction).sharesContainer(invoker, maxConcurrent);
  }

  @Override
  public InvokerChanges changes() {
    return this;
  }

  @Override
  public Object layout() {
    return pool;
  }

  @Override
  public int[] numbers() {
    return numbers;
  }

  @Override
  public void inflight(Action ofAction, int first, int count, float[] into) {
    bound(ofAction).inflight(pool.invoker(first), count, into);
  }

  @Override
  public void idleWarm(Action ofAction, int first, int count, float[] into) {
    bound(ofAction).idle(pool.invoker(first), count, into);
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
