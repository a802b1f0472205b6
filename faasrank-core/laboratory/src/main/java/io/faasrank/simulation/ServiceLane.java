package io.faasrank.simulation;

import java.util.PriorityQueue;

/**
 * Activations of an invoker that all advance at one common rate, for instance those that share its
 * cores. One clock of given service is enough then: a phase ends when the clock reaches a value
 * known at its start, and an event costs the logarithm of the activations here.
 */
final class ServiceLane {

  private final PriorityQueue<SimulatedActivation> active =
      new PriorityQueue<>(SimulatedActivation::byPhaseEnd);
  private double service;
  private double rate = 1;

  ServiceLane() {}

  ServiceLane(ServiceLane other) {
    other.active.forEach(a -> active.add(new SimulatedActivation(a)));
    service = other.service;
    rate = other.rate;
  }

  void rate(double newRate) {
    rate = newRate;
  }

  /** Passes so many seconds. */
  void pass(double seconds) {
    service += seconds * rate;
  }

  void enter(SimulatedActivation activation, double work) {
    activation.phaseEndService = service + work;
    active.add(activation);
  }

  /** When the next phase ends if nothing else happens; infinite when there is none. */
  double nextSeconds(double now) {
    SimulatedActivation first = active.peek();
    return first == null
        ? Double.POSITIVE_INFINITY
        : now + Math.max(0, first.phaseEndService - service) / rate;
  }

  /** Takes out the activation whose phase ends first. */
  SimulatedActivation removeFirst() {
    SimulatedActivation first = active.remove();
    service = Math.max(service, first.phaseEndService);
    return first;
  }

  /** Takes out an activation before its phase has ended; says whether it was here. */
  boolean remove(SimulatedActivation activation) {
    return active.remove(activation);
  }

  /** Adds those that run under a time limit. */
  void addDeadlines(PriorityQueue<SimulatedActivation> deadlines) {
    for (SimulatedActivation activation : active) {
      if (activation.deadlineSeconds < Double.POSITIVE_INFINITY) {
        deadlines.add(activation);
      }
    }
  }

  /** None leaves its container behind. */
  void removeContainers() {
    active.forEach(activation -> activation.removesContainer = true);
  }

  int size() {
    return active.size();
  }
}
