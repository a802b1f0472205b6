package io.faasrank.loadbalancer.cluster;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.ActionReport;
import java.util.HashMap;
import java.util.Map;
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

  /** One more in flight on the invoker; tells how many there are now. */
  int dispatched(int invoker, long nowNanos) {
    usedNanos = nowNanos;
    total.incrementAndGet();
    return inflight.add(invoker, 1);
  }

  /** One less in flight on the invoker; tells how many there are now. */
  int completed(int invoker) {
    total.decrementAndGet();
    return inflight.add(invoker, -1);
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
