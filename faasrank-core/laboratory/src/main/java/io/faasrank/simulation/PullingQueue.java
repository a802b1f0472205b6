package io.faasrank.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One action's queue in OpenWhisk's own scheduler ({@code MemoryQueue}), and how many containers it
 * asks for ({@code SchedulingDecisionMaker}). There is no limit of containers.
 */
final class PullingQueue {

  /** The default of {@code scheduling.check-interval}. */
  static final double CHECK_SECONDS = 0.1;

  /** The default of {@code scheduling.stale-threshold}. */
  private static final double STALE_SECONDS = 0.1;

  /** The default of {@code queue.duration-buffer-size}. */
  private static final int DURATIONS = 10;

  /** A container that runs or waits for work. */
  static final class Container {

    final int invoker;
    final int function;

    /** Containers that wait are taken in the order of their ids, which are random. */
    final long id;

    /** Whether it has run anything, so that it is taken before those that have not. */
    boolean used;

    double lastRunSeconds;

    Container(int invoker, int function, long id, boolean used, double seconds) {
      this.invoker = invoker;
      this.function = function;
      this.id = id;
      this.used = used;
      lastRunSeconds = seconds;
    }
  }

  final ArrayDeque<SimulatedActivation> waiting = new ArrayDeque<>();
  final List<Container> polling = new ArrayList<>();

  /** When the queue came to be, from which its checks are counted; NaN before. */
  double sinceSeconds = Double.NaN;

  /** Whether its next check is planned. */
  boolean checking;

  int existing;
  int inProgress;
  private boolean initialised;
  private boolean flushing;
  private final ArrayDeque<Double> durations = new ArrayDeque<>();
  private double knownSeconds = Double.NaN;

  /** A mean duration from the activation store. */
  void know(double seconds) {
    knownSeconds = seconds;
  }

  void ran(double seconds) {
    durations.add(seconds);
    if (durations.size() > DURATIONS) {
      durations.remove();
    }
  }

  /** The container that gets the next activation, if one waits. */
  @Nullable Container takePolling() {
    Container best = null;
    for (Container each : polling) {
      if (best == null || (each.used != best.used ? each.used : each.id > best.id)) {
        best = each;
      }
    }
    if (best != null) {
      polling.remove(best);
    }
    return best;
  }

  /**
   * A creation ended well.
   *
   * @param inTime whether it still counted as being in progress
   */
  void created(boolean inTime) {
    inProgress -= inTime ? 1 : 0;
    existing++;
    flushing = false;
  }

  /** A creation was given up. */
  void failed() {
    inProgress--;
    flushing = flushing || existing == 0;
  }

  /** When its next check is due. */
  double nextCheckSeconds(double now) {
    return sinceSeconds
        + (Math.floor((now - sinceSeconds) / CHECK_SECONDS + 1e-6) + 1) * CHECK_SECONDS;
  }

  /** Containers to create now. */
  int decide(double now) {
    int total = existing + inProgress;
    int messages = waiting.size();
    double duration = averageSeconds();
    if (flushing) {
      return total == 0 ? 1 : 0;
    }
    if (total == 0 && (messages > 0 || (Double.isNaN(duration) && !initialised))) {
      initialised = true;
      return 1;
    }
    int stale = stale(now);
    if (Double.isNaN(duration)) {
      return stale > 0 ? Math.max(0, Math.min(stale - inProgress, messages)) : 0;
    }
    double throughput = STALE_SECONDS / duration;
    int fresh = messages - stale;
    int forStale =
        stale > 0 ? Math.min((int) Math.ceil(stale / throughput), stale) - inProgress : 0;
    if (fresh >= throughput * total && total < fresh) {
      int wanted = (int) Math.ceil(fresh / throughput - total);
      return Math.max(0, Math.min(wanted, fresh - total) + forStale);
    }
    return Math.max(0, forStale);
  }

  private double averageSeconds() {
    return durations.isEmpty()
        ? knownSeconds
        : durations.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  private int stale(double now) {
    int stale = 0;
    for (SimulatedActivation activation : waiting) {
      if (now - activation.arrivalSeconds < STALE_SECONDS) {
        break;
      }
      stale++;
    }
    return stale;
  }
}
