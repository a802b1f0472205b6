package io.faasrank.simulation;

import io.faasrank.simulation.SimulatedActivation.Phase;
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
 * <p>CPU is shared in proportion to demand, which for functions of unknown demand is in proportion
 * to memory, as docker's cpu-shares are. So all activations that need cores advance at one common
 * rate: 1 while demand fits the cores, {@code (cores / demand) ^ contentionExponent} beyond. What
 * needs no core passes by the clock, and containers are created at a rate of their own where the
 * platform has slots for it.
 */
final class SimulatedInvoker {

  private final InvokerSettings size;
  private final Platform platform;
  private final List<FunctionProfile> functions;
  private final ContainerPool pool;
  private final ServiceLane cores;
  private final ServiceLane creation;
  private final ServiceLane clock;
  private final PriorityQueue<SimulatedActivation> deadlines =
      new PriorityQueue<>(SimulatedActivation::byDeadline);
  private final ArrayDeque<SimulatedActivation> buffer = new ArrayDeque<>();
  private final ArrayDeque<SimulatedActivation> toCreate = new ArrayDeque<>();
  private final @Nullable InvokerMeter meter;
  private final CoreDemand demand;
  private double now;
  private int starting;

  SimulatedInvoker(
      InvokerSettings size,
      SimulationSettings settings,
      List<FunctionProfile> functions,
      InvokerMeter meter) {
    this.size = size;
    this.platform = settings.platform();
    this.functions = functions;
    this.meter = meter;
    demand = new CoreDemand(size, settings);
    pool = new ContainerPool(size, settings, functions);
    cores = new ServiceLane();
    creation = new ServiceLane();
    clock = new ServiceLane();
  }

  /** A copy for trying things out, without resource metrics. */
  private SimulatedInvoker(SimulatedInvoker other) {
    size = other.size;
    platform = other.platform;
    functions = other.functions;
    meter = null;
    demand = new CoreDemand(other.demand);
    pool = new ContainerPool(other.pool);
    cores = new ServiceLane(other.cores);
    creation = new ServiceLane(other.creation);
    clock = new ServiceLane(other.clock);
    cores.addDeadlines(deadlines);
    clock.addDeadlines(deadlines);
    other.buffer.forEach(a -> buffer.add(new SimulatedActivation(a)));
    other.toCreate.forEach(a -> toCreate.add(new SimulatedActivation(a)));
    now = other.now;
    starting = other.starting;
  }

  /** To be called after a function was added to the list that this invoker was given. */
  void functionAdded() {
    pool.functionAdded();
  }

  /** When the next phase ends if nothing else happens; infinite when nothing runs. */
  double nextEventSeconds() {
    double next = cores.nextSeconds(now);
    if (creation.size() + clock.size() + deadlines.size() == 0) {
      return next;
    }
    next = Math.min(next, Math.min(creation.nextSeconds(now), clock.nextSeconds(now)));
    return Math.min(next, nextDeadlineSeconds());
  }

  private double nextDeadlineSeconds() {
    SimulatedActivation first = deadlines.peek();
    while (first != null && first.phase == Phase.DONE) {
      deadlines.remove();
      first = deadlines.peek();
    }
    return first == null ? Double.POSITIVE_INFINITY : first.deadlineSeconds;
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
    double deadline = nextDeadlineSeconds();
    double running = cores.nextSeconds(now);
    double created = creation.nextSeconds(now);
    double passed = clock.nextSeconds(now);
    advance(seconds);
    if (running <= Math.min(Math.min(created, passed), deadline)) {
      return end(cores.removeFirst());
    }
    if (created <= Math.min(passed, deadline)) {
      SimulatedActivation ended = creation.removeFirst();
      createNext();
      return end(ended);
    }
    if (passed <= deadline) {
      return end(clock.removeFirst());
    }
    SimulatedActivation late = deadlines.remove();
    boolean unused = cores.remove(late) || clock.remove(late);
    late.ending = Ending.TIMED_OUT;
    late.removesContainer = true;
    return finish(late);
  }

  /** Ends a phase; says the activation if it was its last. */
  private @Nullable SimulatedActivation end(SimulatedActivation activation) {
    FunctionProfile function = functions.get(activation.function);
    switch (activation.phase) {
      case PULLING -> create(activation, function);
      case CREATING -> {
        if (platform.creationSlots() > 0) {
          addDemand(function, 1);
        }
        onCores(activation, Phase.INITIALISING, function.initSeconds());
      }
      case INITIALISING -> {
        activation.initSeconds = now - activation.phaseStartSeconds;
        starting--;
        pool.initialised(activation.function);
        run(activation, function);
      }
      case UNPAUSING -> {
        addDemand(function, 1);
        run(activation, function);
      }
      case OFF_CPU -> {
        addDemand(function, 1);
        onCores(activation, Phase.RUNNING_ON, 0.5 * workOnCores(activation, function));
      }
      case RUNNING -> {
        if (function.offCpuShare() == 0) {
          return finish(activation);
        }
        addDemand(function, -1);
        enter(clock, activation, Phase.OFF_CPU, activation.runWork * function.offCpuShare());
      }
      case RUNNING_ON -> {
        return finish(activation);
      }
      case DONE -> throw new IllegalStateException("an activation ended twice");
    }
    return null;
  }

  private SimulatedActivation finish(SimulatedActivation activation) {
    if (activation.phase != Phase.OFF_CPU) {
      addDemand(functions.get(activation.function), -1);
    }
    activation.phase = Phase.DONE;
    pool.left(activation.function, activation.removesContainer, now);
    if (meter != null) {
      meter.countCompletion();
    }
    while (!buffer.isEmpty() && place(buffer.element())) {
      buffer.remove();
    }
    return activation;
  }

  private boolean place(SimulatedActivation activation) {
    FunctionProfile function = functions.get(activation.function);
    if (pool.join(activation.function)) {
      start(activation, function, false);
      return true;
    }
    double idleSince = pool.takeIdle(activation.function);
    if (!Double.isNaN(idleSince)) {
      start(
          activation,
          function,
          platform.unpauseSeconds() > 0 && now - idleSince >= platform.pauseGraceSeconds());
      return true;
    }
    int removed = pool.reserve(activation.function);
    if (removed < 0) {
      return false;
    }
    starting++;
    activation.cold = true;
    activation.startSeconds = now;
    activation.creationWork = removed * platform.removalSeconds();
    if (meter != null) {
      meter.countCreation();
    }
    double pulled = pool.pulledAt(function, now);
    if (pulled > now) {
      enter(clock, activation, Phase.PULLING, pulled - now);
    } else {
      create(activation, function);
    }
    return true;
  }

  private void start(SimulatedActivation activation, FunctionProfile function, boolean paused) {
    activation.startSeconds = now;
    if (paused) {
      enter(clock, activation, Phase.UNPAUSING, platform.unpauseSeconds());
    } else {
      addDemand(function, 1);
      run(activation, function);
    }
  }

  private void create(SimulatedActivation activation, FunctionProfile function) {
    if (pool.takePrewarmed(function, now)) {
      addDemand(function, 1);
      onCores(activation, Phase.INITIALISING, function.initSeconds());
      return;
    }
    double work = pool.createSeconds(function) + activation.creationWork;
    if (platform.creationSlots() == 0) {
      addDemand(function, 1);
      onCores(activation, Phase.CREATING, work);
    } else {
      activation.creationWork = work * size.creationFactor();
      toCreate.add(activation);
      createNext();
    }
  }

  /** Lets those begin for which there is a command, at the pace that all creations then share. */
  private void createNext() {
    while (!toCreate.isEmpty() && creation.size() < platform.creationCommands()) {
      SimulatedActivation next = toCreate.remove();
      enter(creation, next, Phase.CREATING, next.creationWork);
    }
    creation.rate(Math.min(1, (double) platform.creationSlots() / Math.max(1, creation.size())));
  }

  private void run(SimulatedActivation activation, FunctionProfile function) {
    double limit = function.timeLimitSeconds();
    activation.runStartSeconds = now;
    activation.deadlineSeconds = now + (Double.isNaN(limit) ? platform.timeLimitSeconds() : limit);
    if (activation.deadlineSeconds < Double.POSITIVE_INFINITY) {
      deadlines.add(activation);
    }
    double work = workOnCores(activation, function);
    onCores(activation, Phase.RUNNING, function.offCpuShare() == 0 ? work : 0.5 * work);
  }

  /** The part of its run that needs cores, longer where a cap lets it have fewer than it could. */
  private double workOnCores(SimulatedActivation activation, FunctionProfile function) {
    return activation.runWork * (1 - function.offCpuShare()) * demand.stretch(function);
  }

  private void onCores(SimulatedActivation activation, Phase phase, double work) {
    enter(cores, activation, phase, work);
  }

  private void enter(ServiceLane lane, SimulatedActivation activation, Phase phase, double work) {
    activation.phase = phase;
    activation.phaseStartSeconds = now;
    lane.enter(activation, work);
  }

  private void addDemand(FunctionProfile function, int count) {
    demand.add(function, count);
    cores.rate(demand.rate());
  }

  /** Creations that count as tasks of the host. */
  private double createdNow() {
    return Math.min(creation.size(), platform.creationTasks());
  }

  /** Brings clock, service, meter and keep-alive up to the given time. */
  void advance(double seconds) {
    while (pool.nextExpirySeconds() <= seconds) {
      pass(Math.max(now, pool.nextExpirySeconds()));
      pool.removeOldestIdle();
    }
    pass(seconds);
  }

  /** When the keep-alive of an idle container ends next; infinite when none is idle. */
  double nextExpirySeconds() {
    return pool.nextExpirySeconds();
  }

  private void pass(double seconds) {
    if (meter != null) {
      meter.advance(
          seconds,
          Math.min(demand.cores(), size.cores()),
          demand.tasks(cores.size()) + createdNow(),
          cores.size() + creation.size(),
          starting,
          pool.containerMemoryMb());
    }
    double elapsed = seconds - now;
    cores.pass(elapsed);
    creation.pass(elapsed);
    clock.pass(elapsed);
    now = seconds;
  }

  /** Sum of the completion times of all activations here if no more arrive, in seconds. */
  double drainTotalSeconds() {
    return new SimulatedInvoker(this).drain();
  }

  /** As {@link #drainTotalSeconds()}, with one more activation accepted now. */
  double drainTotalSecondsWith(SimulatedActivation activation, double seconds) {
    SimulatedInvoker trial = new SimulatedInvoker(this);
    trial.accept(new SimulatedActivation(activation), seconds);
    return trial.drain();
  }

  private double drain() {
    double total = 0;
    while (running() > 0) {
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
    return pool.idleCount(function);
  }

  int idleMemoryMb() {
    return pool.idleMemoryMb();
  }

  int containerMemoryMb() {
    return pool.containerMemoryMb();
  }

  int queued() {
    return buffer.size();
  }

  int running(int function) {
    return pool.running(function);
  }

  int running() {
    return cores.size() + creation.size() + toCreate.size() + clock.size();
  }
}
