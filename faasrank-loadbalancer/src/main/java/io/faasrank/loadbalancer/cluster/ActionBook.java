package io.faasrank.loadbalancer.cluster;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.ActionReport;
import io.faasrank.cluster.HashingWalk;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What one controller knows of one action: where its activations are in flight, where its idle warm
 * containers stand, and how long it takes. Counters are for any thread; what was measured is for
 * {@link ActionTable}, which lets one thread at it at a time.
 */
public final class ActionBook {

  /** OpenWhisk's own action by which a controller tests an invoker; its number follows. */
  private static final String HEALTH_TEST = "whisk.system/invokerHealthTestAction";

  private final Action action;
  private final GrowingCounters inflight = new GrowingCounters();
  private final GrowingCounters idle = new GrowingCounters();
  private final OthersCounters others = new OthersCounters();

  /**
   * Activations in flight, by the action's concurrency limit at their dispatch. After a change of
   * the limit activations of both limits are in flight, and each kind fills and empties containers
   * of its own.
   */
  private final Map<Integer, GrowingCounters> sharing = new ConcurrentHashMap<>();

  private final Map<Integer, Times> times = new HashMap<>();
  private Times all = Times.NONE;
  private volatile boolean forgotten;
  private volatile float initSeconds = Float.NaN;
  private volatile float runSeconds = Float.NaN;
  private volatile long usedNanos;
  private volatile long listedNanos;
  private volatile int timeLimitMillis;
  private volatile boolean blackbox;
  private volatile @Nullable HashingWalk walk;

  /** Activations that wait in the controller. */
  private final AtomicInteger waiting = new AtomicInteger();

  /**
   * @param usedNanos when an activation of it was last dispatched
   * @param listedNanos when a report last listed it
   */
  ActionBook(Action action, long usedNanos, long listedNanos) {
    this.action = action;
    this.usedNanos = usedNanos;
    this.listedNanos = listedNanos;
  }

  public Action action() {
    return action;
  }

  /** Whether it is OpenWhisk's test of invokers, and nobody's work. */
  boolean isHealthTest() {
    return action.name().startsWith(HEALTH_TEST);
  }

  boolean isOf(String namespace, String name, int memoryMb) {
    return action.memoryMb() == memoryMb
        && action.name().equals(name)
        && action.namespace().equals(namespace);
  }

  /**
   * Notes what an activation of it says of the action beside its name and memory.
   *
   * @param limitMillis after which an invoker stops it
   * @param onBlackbox whether it runs on the invokers for blackbox actions
   */
  public void seen(int limitMillis, boolean onBlackbox) {
    if (timeLimitMillis != limitMillis || blackbox != onBlackbox) {
      timeLimitMillis = limitMillis;
      blackbox = onBlackbox;
    }
  }

  /** Its time limit as last seen, in milliseconds; 0 before the first activation. */
  public int timeLimitMillis() {
    return timeLimitMillis;
  }

  /** Whether it runs on the invokers for blackbox actions, as last seen. */
  public boolean blackbox() {
    return blackbox;
  }

  /** Activations of the action in flight on the invoker, those of others as far as known. */
  int inflight(int invoker) {
    return inflight.get(invoker) + others.get(invoker);
  }

  /** Those of them that are from this controller. */
  int own(int invoker) {
    return inflight.get(invoker);
  }

  /** Sets what the invoker's report shows beyond this controller's own. */
  void reportedOthers(int invoker, int count) {
    others.reported(invoker, count);
  }

  /** Adds to what other controllers announce. */
  void announced(int invoker, int change) {
    others.announced(invoker, change);
  }

  /** Idle warm containers of the action on the invoker, as far as known. */
  int idle(int invoker) {
    return idle.get(invoker);
  }

  /** {@link #inflight(int)} of invokers that lie side by side. */
  void inflight(int first, int count, float[] into) {
    inflight.get(first, count, into);
    others.addTo(first, count, into);
  }

  /** {@link #idle(int)} likewise. */
  void idle(int first, int count, float[] into) {
    idle.get(first, count, into);
  }

  /** Its walk over the pool; made anew where the pool has grown. */
  HashingWalk walk(Pool pool) {
    HashingWalk known = walk;
    if (known == null || known.size() != pool.size()) {
      known = pool.steps().walk(action);
      walk = known;
    }
    return known;
  }

  /** Activations of the action in flight on all invokers, those of others as far as known. */
  int inflight() {
    return inflight.sum() + others.sum();
  }

  /** Idle warm containers of the action on all invokers, as far as known. */
  int idle() {
    return idle.sum();
  }

  float initSeconds() {
    return initSeconds;
  }

  public float runSeconds() {
    return runSeconds;
  }

  /**
   * One more in flight on the invoker.
   *
   * @return whether it needs one more container
   */
  boolean dispatched(int invoker, int maxConcurrent, long nowNanos) {
    usedNanos = nowNanos;
    inflight.add(invoker, 1);
    return maxConcurrent <= 1 || (sharing(maxConcurrent).add(invoker, 1) - 1) % maxConcurrent == 0;
  }

  /**
   * One less in flight on the invoker.
   *
   * @param maxConcurrent as at its dispatch
   * @return whether it leaves a container empty
   */
  boolean completed(int invoker, int maxConcurrent) {
    inflight.add(invoker, -1);
    return maxConcurrent <= 1 || sharing(maxConcurrent).add(invoker, -1) % maxConcurrent == 0;
  }

  /** Whether a busy container on the invoker has room for one more. */
  boolean sharesContainer(int invoker, int maxConcurrent) {
    return maxConcurrent > 1 && sharing(maxConcurrent).get(invoker) % maxConcurrent != 0;
  }

  private GrowingCounters sharing(int maxConcurrent) {
    GrowingCounters counters = sharing.get(maxConcurrent);
    return counters != null
        ? counters
        : sharing.computeIfAbsent(maxConcurrent, ignored -> new GrowingCounters());
  }

  boolean takeIdle(int invoker) {
    return idle.takeOne(invoker);
  }

  void addIdle(int invoker) {
    idle.add(invoker, 1);
  }

  void setIdle(int invoker, int count) {
    idle.set(invoker, count);
  }

  /** Activations of it that wait in the controller. */
  public int waiting() {
    return waiting.get();
  }

  /** So many more wait, or fewer. */
  public void waiting(int change) {
    waiting.addAndGet(change);
  }

  boolean unused() {
    return inflight.sum() == 0 && waiting.get() == 0;
  }

  /** A report lists it. */
  void listed(long nowNanos) {
    listedNanos = nowNanos;
  }

  /**
   * For how long it was in no report, and in no activation either for that time and {@code
   * keepNanos} more; negative while an activation keeps it.
   */
  long unseenNanos(long nowNanos, long keepNanos) {
    return Math.min(nowNanos - listedNanos, nowNanos - usedNanos - keepNanos);
  }

  /**
   * Takes the times of one invoker's report into the means over all invokers. Counts of a report
   * are since the invoker's start, so an invoker's last report stands for all that it has measured.
   */
  void measured(int invoker, ActionReport report) {
    Times now = Times.of(report);
    Times before = times.put(invoker, now);
    all = all.with(now, 1);
    if (before != null) {
      all = all.with(before, -1);
    }
    initSeconds = mean(all.initMillis, all.initialisations);
    runSeconds = mean(all.runMillis, all.runs);
  }

  /** Its table keeps it no longer. */
  void forget() {
    forgotten = true;
  }

  boolean isForgotten() {
    return forgotten;
  }

  /** How long the runs measured took all together, in milliseconds. */
  double runMillis() {
    return all.runMillis;
  }

  /** How many runs were measured. */
  long runs() {
    return all.runs;
  }

  /** NaN without measurements, where the sum may still differ from 0 by rounding. */
  static float mean(double millis, long count) {
    return count == 0 ? Float.NaN : (float) (Math.max(0, millis) / count / 1000);
  }

  /** How many measurements there were, and their sum. */
  private record Times(double initMillis, long initialisations, double runMillis, long runs) {

    static final Times NONE = new Times(0, 0, 0, 0);

    static Times of(ActionReport report) {
      return new Times(
          report.initMillis() * report.initialisations(),
          report.initialisations(),
          report.runMillis() * report.runs(),
          report.runs());
    }

    Times with(Times other, int sign) {
      return new Times(
          initMillis + sign * other.initMillis,
          initialisations + sign * other.initialisations,
          runMillis + sign * other.runMillis,
          runs + sign * other.runs);
    }
  }
}
