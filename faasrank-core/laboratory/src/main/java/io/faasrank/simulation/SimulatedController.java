package io.faasrank.simulation;

import java.util.ArrayDeque;
import java.util.List;

/**
 * What one of an episode's controllers knows: exactly what it has itself in flight, the last report
 * of each invoker corrected by that, and of the others what they announce or what reports show
 * beyond its own, whichever is more.
 *
 * <p>What it announces is late as in life: it looks at its book once in {@link #EXCHANGE_SECONDS},
 * and the others have read it half of that later.
 */
final class SimulatedController {

  /**
   * The interval of a real controller's exchange, whose class says what others cost: see the load
   * balancer's {@code InflightExchange}.
   */
  private static final double EXCHANGE_SECONDS = 0.025;

  private record Unannounced(double knownSeconds, InflightChange change) {}

  private final double phaseSeconds;
  private final ReportedContainers[] reports;
  private final InflightCounts own;
  private final InflightCounts announced;
  private final ArrayDeque<Unannounced> unannounced = new ArrayDeque<>();

  /**
   * @param number among so many controllers, which take their turns evenly spread
   */
  SimulatedController(
      int number,
      int controllers,
      SimulationSettings settings,
      SimulatedInvoker[] invokers,
      int functions) {
    phaseSeconds = EXCHANGE_SECONDS * number / controllers;
    own = new InflightCounts(invokers.length, functions);
    announced = new InflightCounts(invokers.length, functions);
    reports = new ReportedContainers[invokers.length];
    for (int i = 0; i < reports.length; i++) {
      reports[i] =
          controllers == 1
              ? new ReportedContainers(invokers[i], functions, settings.debounceSeconds())
              : new ReportedContainers(invokers[i], functions, settings.debounceSeconds(), own, i);
    }
  }

  ReportedContainers report(int invoker) {
    return reports[invoker];
  }

  InflightCounts own() {
    return own;
  }

  /** Notes a change of its own activations. */
  void change(InflightChange change, double now) {
    own.add(change);
    double turn = Math.floor((now - phaseSeconds) / EXCHANGE_SECONDS) + 1;
    double known = phaseSeconds + (turn + 0.5) * EXCHANGE_SECONDS;
    unannounced.add(new Unannounced(known, change));
  }

  /** What others know of it at the time. */
  InflightCounts announced(double now) {
    while (!unannounced.isEmpty() && unannounced.element().knownSeconds <= now) {
      announced.add(unannounced.remove().change);
    }
    return announced;
  }

  /** Activations of others on the invoker. */
  int othersInflight(int invoker, List<SimulatedController> all, double now) {
    int told = 0;
    for (SimulatedController other : all) {
      told += other == this ? 0 : other.announced(now).inflight(invoker);
    }
    return Math.max(told, reports[invoker].othersInflight());
  }

  /** Those of a function. */
  int othersInflight(int invoker, int function, List<SimulatedController> all, double now) {
    int told = 0;
    for (SimulatedController other : all) {
      told += other == this ? 0 : other.announced(now).inflight(invoker, function);
    }
    return Math.max(told, reports[invoker].othersInflight(function));
  }

  /** Memory that they need, in MB. */
  int othersMb(int invoker, List<SimulatedController> all, double now) {
    int told = 0;
    for (SimulatedController other : all) {
      told += other == this ? 0 : other.announced(now).reservedMb(invoker);
    }
    return Math.max(told, reports[invoker].othersMb());
  }

  /** Their work as they announce it. */
  long othersWorkMbMillis(int invoker, List<SimulatedController> all, double now) {
    long told = 0;
    for (SimulatedController other : all) {
      told += other == this ? 0 : other.announced(now).workMbMillis(invoker);
    }
    return told;
  }
}
