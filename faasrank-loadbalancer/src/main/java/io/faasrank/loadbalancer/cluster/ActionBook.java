package io.faasrank.loadbalancer.cluster;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.ActionReport;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What one controller knows of one action: where its activations are in flight, where its idle warm
 * containers stand, and how long it takes. Counters are for any thread; {@link #measured} is for
 * the thread that takes reports.
 */
public final class ActionBook {

  private final Action action;
  private final GrowingCounters inflight = new GrowingCounters();
  private final GrowingCounters idle = new GrowingCounters();
  private final AtomicInteger total = new AtomicInteger();

  /**
   * Those in flight that may share a container, by how many may. A change of an action's limit
   * leaves activations of both kinds in flight, and each kind fills and empties its own containers.
   */
  private final Map<Integer, GrowingCounters> sharing = new ConcurrentHashMap<>();

  private final Map<Integer, ActionReport> reports = new HashMap<>();
  private volatile float initSeconds = Float.NaN;
  private volatile float runSeconds = Float.NaN;
  private volatile long usedNanos;

  ActionBook(Action action, long nowNanos) {
    this.action = action;
    this.usedNanos = nowNanos;
  }

  public Action action() {
    return action;
  }

  /** Activations of the action in flight on the invoker, from this controller. */
  int inflight(int invoker) {
    return inflight.get(invoker);
  }

  /** Idle warm containers of the action on the invoker, as far as known. */
  int idle(int invoker) {
    return idle.get(invoker);
  }

  float initSeconds() {
    return initSeconds;
  }

  float runSeconds() {
    return runSeconds;
  }

  /**
   * One more in flight on the invoker.
   *
   * @return whether it needs one container more
   */
  boolean dispatched(int invoker, int maxConcurrent, long nowNanos) {
    usedNanos = nowNanos;
    total.incrementAndGet();
    inflight.add(invoker, 1);
    return maxConcurrent <= 1 || (sharing(maxConcurrent).add(invoker, 1) - 1) % maxConcurrent == 0;
  }

  /**
   * One less in flight on the invoker.
   *
   * @param maxConcurrent as at its dispatch
   * @return whether it leaves one container empty
   */
  boolean completed(int invoker, int maxConcurrent) {
    total.decrementAndGet();
    inflight.add(invoker, -1);
    return maxConcurrent <= 1 || sharing(maxConcurrent).add(invoker, -1) % maxConcurrent == 0;
  }

  /** Whether a container on the invoker that works already has room for one more. */
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

  boolean unused() {
    return total.get() == 0;
  }

  long usedNanos() {
    return usedNanos;
  }

  /**
   * Takes the times of one invoker's report into the means over all invokers. Counts of a report
   * are since the invoker's start, so an invoker's last report stands for all that it has measured.
   */
  void measured(int invoker, ActionReport report) {
    reports.put(invoker, report);
    double initMillis = 0;
    double runMillis = 0;
    long initialisations = 0;
    long runs = 0;
    for (ActionReport each : reports.values()) {
      initMillis += each.initMillis() * each.initialisations();
      initialisations += each.initialisations();
      runMillis += each.runMillis() * each.runs();
      runs += each.runs();
    }
    initSeconds = (float) (initMillis / initialisations / 1000);
    runSeconds = (float) (runMillis / runs / 1000);
  }
}
