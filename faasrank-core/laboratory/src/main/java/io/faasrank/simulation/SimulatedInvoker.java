package io.faasrank.simulation;

import io.faasrank.workload.FunctionProfile;
import java.util.ArrayDeque;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * One invoker in virtual time.
 *
 * <p>Containers follow OpenWhisk's {@code ContainerPool}: a warm container of the same action; else
 * a new one if memory allows; else idle ones are removed, least recently used first, until it fits;
 * else the activation waits in one buffer, first in first out, whose head blocks all behind it.
 *
 * <p>CPU is shared in proportion to memory (docker's cpu-shares). Since an activation's demand for
 * cores is proportional to its memory too, all activations of an invoker advance at one common
 * rate: 1 while demand fits the cores, {@code (cores / demand) ^ contentionExponent} beyond. The
 * invoker therefore needs one clock of given service, and each phase ends when that clock reaches a
 * value known at its start; an event costs the logarithm of the activations running.
 */
final class SimulatedInvoker {

  private final InvokerSettings size;
  private final SimulationSettings settings;
  private final List<FunctionProfile> functions;
  private final PriorityQueue<SimulatedActivation> active;
  private final ArrayDeque<SimulatedActivation> buffer;
  private final IdleContainers idle;
  private final @Nullable InvokerMeter meter;

  private double now;
  private double service;
  private int activeMemoryMb;
  private double rate = 1;
  private int containerMemoryMb;
  private int idleMemoryMb;
  private int starting;

  SimulatedInvoker(
      InvokerSettings size,
      SimulationSettings settings,
      List<FunctionProfile> functions,
      InvokerMeter meter) {
    this.size = size;
    this.settings = settings;
    this.functions = functions;
    this.meter = meter;
    this.active = new PriorityQueue<>(SimulatedActivation::byPhaseEnd);
    this.buffer = new ArrayDeque<>();
    this.idle = new IdleContainers(functions.size());
  }

  /** A copy to try things on; it is not metered. */
  private SimulatedInvoker(SimulatedInvoker other) {
    size = other.size;
    settings = other.settings;
    functions = other.functions;
    meter = null;
    active = new PriorityQueue<>(SimulatedActivation::byPhaseEnd);
    other.active.forEach(a -> active.add(new SimulatedActivation(a)));
    buffer = new ArrayDeque<>();
    other.buffer.forEach(a -> buffer.add(new SimulatedActivation(a)));
    idle = new IdleContainers(other.idle);
    now = other.now;
    service = other.service;
    activeMemoryMb = other.activeMemoryMb;
    rate = other.rate;
    containerMemoryMb = other.containerMemoryMb;
    idleMemoryMb = other.idleMemoryMb;
    starting = other.starting;
  }

  /** To be called after a function was added to the list that this invoker was given. */
  void functionAdded() {
    idle.growTo(functions.size());
  }

  /** When the next phase ends if nothing else happens; infinite when nothing runs. */
  double nextEventSeconds() {
    SimulatedActivation first = active.peek();
    return first == null
        ? Double.POSITIVE_INFINITY
        : now + Math.max(0, first.phaseEndService - service) / rate;
  }

  /** Accepts an activation at the given time. */
  void accept(SimulatedActivation activation, double seconds) {
    advance(seconds);
    if (meter != null) {
      meter.countArrival();
    }
    if (!buffer.isEmpty() || !place(activation)) {
      buffer.add(activation);
    }
  }

  /**
   * Ends the phase that is due at {@link #nextEventSeconds()}.
   *
   * @return the activation if it completed, else null
   */
  @Nullable SimulatedActivation step(double seconds) {
    advance(seconds);
    SimulatedActivation first = active.remove();
    service = Math.max(service, first.phaseEndService);
    FunctionProfile function = functions.get(first.function);
    switch (first.phase) {
      case CREATING -> enter(first, SimulatedActivation.Phase.INITIALISING, function.initSeconds());
      case INITIALISING -> {
        first.initSeconds = seconds - first.phaseStartSeconds;
        starting--;
        enter(first, SimulatedActivation.Phase.RUNNING, first.runWork);
      }
      case RUNNING -> {
        finish(first, function);
        return first;
      }
    }
    return null;
  }

  private void finish(SimulatedActivation activation, FunctionProfile function) {
    addDemand(-function.memoryMb());
    if (activation.removesContainer) {
      containerMemoryMb -= function.memoryMb();
    } else {
      idle.add(activation.function, now);
      idleMemoryMb += function.memoryMb();
    }
    if (meter != null) {
      meter.countCompletion();
    }
    while (!buffer.isEmpty() && place(buffer.element())) {
      buffer.remove();
    }
  }

  private boolean place(SimulatedActivation activation) {
    FunctionProfile function = functions.get(activation.function);
    int memoryMb = function.memoryMb();
    if (idle.take(activation.function)) {
      idleMemoryMb -= memoryMb;
      activation.startSeconds = now;
      addDemand(memoryMb);
      enter(activation, SimulatedActivation.Phase.RUNNING, activation.runWork);
      return true;
    }
    if (containerMemoryMb - idleMemoryMb + memoryMb > size.memoryMb()) {
      return false;
    }
    while (containerMemoryMb + memoryMb > size.memoryMb()) {
      removeOldestIdle();
    }
    containerMemoryMb += memoryMb;
    starting++;
    activation.cold = true;
    activation.startSeconds = now;
    if (meter != null) {
      meter.countCreation();
    }
    addDemand(memoryMb);
    enter(
        activation,
        SimulatedActivation.Phase.CREATING,
        function.createSeconds() + settings.creationSeconds());
    return true;
  }

  private void removeOldestIdle() {
    int memoryMb = functions.get(idle.removeOldest()).memoryMb();
    idleMemoryMb -= memoryMb;
    containerMemoryMb -= memoryMb;
  }

  private void enter(SimulatedActivation activation, SimulatedActivation.Phase phase, double work) {
    activation.phase = phase;
    activation.phaseStartSeconds = now;
    activation.phaseEndService = service + work;
    active.add(activation);
  }

  private void addDemand(int memoryMb) {
    activeMemoryMb += memoryMb;
    double demand = demandCores();
    rate =
        demand <= size.cores() ? 1 : Math.pow(size.cores() / demand, settings.contentionExponent());
  }

  private double demandCores() {
    return activeMemoryMb * settings.coresPerMb();
  }

  /** Brings clock, service, meter and keep-alive up to the given time. */
  void advance(double seconds) {
    if (meter != null) {
      meter.advance(
          seconds,
          Math.min(demandCores(), size.cores()),
          active.size(),
          starting,
          containerMemoryMb);
    }
    service += (seconds - now) * rate;
    now = seconds;
    while (!idle.isEmpty() && idle.oldestIdleSince() + settings.keepAliveSeconds() <= now) {
      removeOldestIdle();
    }
  }

  /** Sum of the completion times of all that is here, if nothing more arrives, in seconds. */
  double drainTotalSeconds() {
    SimulatedInvoker trial = new SimulatedInvoker(this);
    return trial.drain();
  }

  /** As {@link #drainTotalSeconds()}, with one more activation accepted now. */
  double drainTotalSecondsWith(SimulatedActivation activation, double seconds) {
    SimulatedInvoker trial = new SimulatedInvoker(this);
    trial.accept(activation, seconds);
    return trial.drain();
  }

  private double drain() {
    double total = 0;
    while (!active.isEmpty()) {
      double at = nextEventSeconds();
      SimulatedActivation completed = step(at);
      if (completed != null) {
        total += at - completed.arrivalSeconds;
      }
    }
    return total;
  }

  InvokerSettings size() {
    return size;
  }

  int idleCount(int function) {
    return idle.count(function);
  }

  int idleMemoryMb() {
    return idleMemoryMb;
  }

  int containerMemoryMb() {
    return containerMemoryMb;
  }

  int queued() {
    return buffer.size();
  }

  int running() {
    return active.size();
  }
}
