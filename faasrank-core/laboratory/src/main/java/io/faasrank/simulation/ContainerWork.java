package io.faasrank.simulation;

import io.faasrank.simulation.SimulatedActivation.Phase;
import io.faasrank.workload.FunctionProfile;
import java.util.ArrayDeque;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * What goes on in the containers of one invoker, in virtual time: images are pulled, containers
 * created, initialised and unpaused, activations run to their end or into their time limit. Who
 * gets which container is up to the invoker.
 *
 * <p>CPU is shared in proportion to demand, which for functions of unknown demand is in proportion
 * to memory, as docker's cpu-shares are. So all activations that need cores advance at one common
 * rate: 1 while demand fits the cores, {@code (cores / demand) ^ contentionExponent} beyond. What
 * needs no core passes by the clock, and containers are created at a rate of their own where the
 * platform has slots for it.
 */
final class ContainerWork {

  /** What is due next. */
  enum Due {
    CORES,
    CREATION,
    CLOCK,
    DEADLINE
  }

  private final InvokerSettings size;
  private final Platform platform;
  private final List<FunctionProfile> functions;
  private final ContainerPool pool;
  private final ServiceLane cores;
  private final ServiceLane creation;
  private final ServiceLane clock;
  private final PriorityQueue<SimulatedActivation> deadlines =
      new PriorityQueue<>(SimulatedActivation::byDeadline);
  private final ArrayDeque<SimulatedActivation> toCreate = new ArrayDeque<>();
  private final CoreDemand demand;
  private double now;
  private int starting;

  ContainerWork(
      InvokerSettings size,
      SimulationSettings settings,
      List<FunctionProfile> functions,
      ContainerPool pool) {
    this.size = size;
    this.platform = settings.platform();
    this.functions = functions;
    this.pool = pool;
    demand = new CoreDemand(size, settings);
    cores = new ServiceLane();
    creation = new ServiceLane();
    clock = new ServiceLane();
  }

  /** A copy to try things on. */
  ContainerWork(ContainerWork other, ContainerPool pool) {
    size = other.size;
    platform = other.platform;
    functions = other.functions;
    this.pool = pool;
    demand = new CoreDemand(other.demand);
    cores = new ServiceLane(other.cores);
    creation = new ServiceLane(other.creation);
    clock = new ServiceLane(other.clock);
    cores.addDeadlines(deadlines);
    clock.addDeadlines(deadlines);
    other.toCreate.forEach(a -> toCreate.add(new SimulatedActivation(a)));
    now = other.now;
    starting = other.starting;
  }

  /** When the next phase ends if nothing else happens; infinite when nothing goes on. */
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

  /** What ends at {@link #nextEventSeconds()}: to be asked before that time has passed. */
  Due due() {
    double deadline = nextDeadlineSeconds();
    double running = cores.nextSeconds(now);
    double created = creation.nextSeconds(now);
    double passed = clock.nextSeconds(now);
    if (running <= Math.min(Math.min(created, passed), deadline)) {
      return Due.CORES;
    }
    if (created <= Math.min(passed, deadline)) {
      return Due.CREATION;
    }
    return passed <= deadline ? Due.CLOCK : Due.DEADLINE;
  }

  /**
   * Ends the phase that is due now.
   *
   * @return the activation if it is done, or its container is ready where that is all it was for;
   *     else null
   */
  @Nullable SimulatedActivation end(Due due) {
    return switch (due) {
      case CORES -> end(cores.removeFirst());
      case CREATION -> {
        SimulatedActivation ended = creation.removeFirst();
        createNext();
        yield end(ended);
      }
      case CLOCK -> end(clock.removeFirst());
      case DEADLINE -> {
        SimulatedActivation late = deadlines.remove();
        boolean unused = cores.remove(late) || clock.remove(late);
        late.ending = Ending.TIMED_OUT;
        late.removesContainer = true;
        yield done(late);
      }
    };
  }

  /** Ends a phase; says the activation if it was its last. */
  private @Nullable SimulatedActivation end(SimulatedActivation activation) {
    FunctionProfile function = functions.get(activation.function);
    switch (activation.phase) {
      case PULLING -> create(activation, function);
      case CREATING -> {
        if (activation.containerOnly) {
          return platform.creationSlots() > 0 ? ready(activation) : done(activation);
        }
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
        if (activation.containerOnly) {
          return ready(activation);
        }
        addDemand(function, 1);
        run(activation, function);
      }
      case OFF_CPU -> {
        addDemand(function, 1);
        onCores(activation, Phase.RUNNING_ON, 0.5 * workOnCores(activation, function));
      }
      case RUNNING -> {
        if (function.offCpuShare() == 0) {
          return done(activation);
        }
        addDemand(function, -1);
        enter(clock, activation, Phase.OFF_CPU, activation.runWork * function.offCpuShare());
      }
      case RUNNING_ON -> {
        return done(activation);
      }
      case DONE -> throw new IllegalStateException("an activation ended twice");
    }
    return null;
  }

  private SimulatedActivation done(SimulatedActivation activation) {
    if (activation.phase != Phase.OFF_CPU) {
      addDemand(functions.get(activation.function), -1);
    }
    return ready(activation);
  }

  private static SimulatedActivation ready(SimulatedActivation activation) {
    activation.phase = Phase.DONE;
    return activation;
  }

  /** Runs an activation in a container that is there. */
  void run(SimulatedActivation activation) {
    FunctionProfile function = functions.get(activation.function);
    activation.startSeconds = now;
    addDemand(function, 1);
    run(activation, function);
  }

  /** Begins with unpausing a container. */
  void unpause(SimulatedActivation activation) {
    activation.startSeconds = now;
    enter(clock, activation, Phase.UNPAUSING, platform.unpauseSeconds());
  }

  /**
   * Begins with a new container, for which there is memory.
   *
   * @param removed idle containers that had to go for it
   */
  void begin(SimulatedActivation activation, int removed) {
    FunctionProfile function = functions.get(activation.function);
    starting++;
    activation.cold = true;
    activation.startSeconds = now;
    activation.creationWork = removed * platform.removalSeconds();
    double pulled = pool.pulledAt(function, now);
    if (pulled > now) {
      enter(clock, activation, Phase.PULLING, pulled - now);
    } else {
      create(activation, function);
    }
  }

  /** Initialises a container that is ready and runs the activation in it. */
  void initialise(SimulatedActivation activation) {
    activation.startSeconds = now;
    activation.cold = true;
    initialise(activation, functions.get(activation.function));
  }

  private void initialise(SimulatedActivation activation, FunctionProfile function) {
    addDemand(function, 1);
    onCores(activation, Phase.INITIALISING, function.initSeconds());
  }

  private void create(SimulatedActivation activation, FunctionProfile function) {
    if (pool.takePrewarmed(function, now)) {
      if (activation.containerOnly) {
        enter(clock, activation, Phase.UNPAUSING, 0);
      } else {
        initialise(activation, function);
      }
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

  /** No activation that is here leaves its container behind. */
  void removeContainers() {
    cores.removeContainers();
    creation.removeContainers();
    clock.removeContainers();
    toCreate.forEach(activation -> activation.removesContainer = true);
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

  /** Lets time pass in which no phase ends. */
  void pass(double seconds) {
    double elapsed = seconds - now;
    cores.pass(elapsed);
    creation.pass(elapsed);
    clock.pass(elapsed);
    now = seconds;
  }

  double now() {
    return now;
  }

  /** Cores in use. */
  double coresInUse() {
    return Math.min(demand.cores(), size.cores());
  }

  /** Tasks of the host, creations that count as such included. */
  double tasks() {
    return demand.tasks(cores.size()) + Math.min(creation.size(), platform.creationTasks());
  }

  /** Activations that need cores or whose containers are being created. */
  int active() {
    return cores.size() + creation.size();
  }

  /** Activations whose containers are new and not initialised. */
  int starting() {
    return starting;
  }

  /** All activations here. */
  int size() {
    return cores.size() + creation.size() + toCreate.size() + clock.size();
  }
}
