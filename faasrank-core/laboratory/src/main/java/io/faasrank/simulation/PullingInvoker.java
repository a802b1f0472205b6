package io.faasrank.simulation;

import io.faasrank.simulation.SimulatedActivation.Phase;
import io.faasrank.workload.FunctionProfile;
import java.util.List;

/**
 * An invoker of OpenWhisk's own scheduler, in virtual time: its containers ask the scheduler for
 * work, so that nothing waits here. Memory is held by containers that start, run or wait for work;
 * paused ones make room for others, least recently used first, and end after the keep-alive.
 *
 * <p>Cores are shared as in {@link SimulatedInvoker}, by demand. Of the platform, pausing and the
 * cost of creating a container count; caps, image pulls, time limits, creation slots and waiting
 * off the CPU do not.
 */
final class PullingInvoker {

  private final InvokerSettings size;
  private final SimulationSettings settings;
  private final List<FunctionProfile> functions;
  private final ServiceLane cores = new ServiceLane();
  private final ServiceLane clock = new ServiceLane();
  private final IdleContainers paused;

  private double now;
  private double demandCores;
  private int running;
  private int busyMb;
  private int pausedMb;
  private int reportedFreeMb;
  private double nextReportSeconds;

  PullingInvoker(
      InvokerSettings size, SimulationSettings settings, List<FunctionProfile> functions) {
    this.size = size;
    this.settings = settings;
    this.functions = functions;
    paused = new IdleContainers(functions.size());
    reportedFreeMb = size.memoryMb();
  }

  /** When the next phase ends if nothing else happens; infinite when nothing goes on. */
  double nextEventSeconds() {
    return Math.min(cores.nextSeconds(now), clock.nextSeconds(now));
  }

  /**
   * Free memory as the scheduler knows it, in MB: that of the last report, one a second.
   *
   * @param seconds the present time
   */
  int reportedFreeMb(double seconds) {
    advance(seconds);
    return reportedFreeMb;
  }

  /** Reports at once, as after a refusal. */
  void report() {
    reportedFreeMb = size.memoryMb() - busyMb;
  }

  /** Paused containers of a function. */
  int paused(int function) {
    return paused.count(function);
  }

  /**
   * Starts a container: a paused one of the function is resumed, else a new one is created.
   *
   * @param start stands for the container until it is ready
   * @return whether there was memory
   */
  boolean start(SimulatedActivation start, double seconds) {
    advance(seconds);
    FunctionProfile function = functions.get(start.function);
    int memoryMb = function.memoryMb();
    if (!Double.isNaN(paused.take(start.function))) {
      pausedMb -= memoryMb;
      busyMb += memoryMb;
      enter(clock, start, Phase.UNPAUSING, settings.platform().unpauseSeconds());
      return true;
    }
    if (busyMb + memoryMb > size.memoryMb()) {
      return false;
    }
    while (busyMb + pausedMb + memoryMb > size.memoryMb()) {
      removeOldestPaused();
    }
    busyMb += memoryMb;
    start.cold = true;
    double own = function.createSeconds();
    addDemand(function, 1);
    enter(
        cores,
        start,
        Phase.CREATING,
        (Double.isNaN(own) ? settings.platform().unknownCreationSeconds() : own)
            + settings.creationSeconds());
    return true;
  }

  /** Runs an activation in a container that is here; a new one is initialised first. */
  void run(SimulatedActivation activation, boolean initialise, double seconds) {
    advance(seconds);
    FunctionProfile function = functions.get(activation.function);
    activation.startSeconds = now;
    activation.cold = initialise;
    addDemand(function, 1);
    if (initialise) {
      enter(cores, activation, Phase.INITIALISING, function.initSeconds());
    } else {
      enter(cores, activation, Phase.RUNNING, activation.runWork);
    }
  }

  /** Pauses a container that waits for work. */
  void pause(int function, double seconds) {
    advance(seconds);
    busyMb -= functions.get(function).memoryMb();
    pausedMb += functions.get(function).memoryMb();
    paused.add(function, now);
  }

  /**
   * Ends the phase that is due at {@link #nextEventSeconds()}.
   *
   * @return what was ended by it, which is {@link Phase#DONE}, or what goes on
   */
  SimulatedActivation step(double seconds) {
    boolean onCores = cores.nextSeconds(now) <= clock.nextSeconds(now);
    advance(seconds);
    SimulatedActivation first = onCores ? cores.removeFirst() : clock.removeFirst();
    if (first.phase == Phase.INITIALISING) {
      enter(cores, first, Phase.RUNNING, first.runWork);
      return first;
    }
    if (first.phase != Phase.UNPAUSING) {
      addDemand(functions.get(first.function), -1);
    }
    first.phase = Phase.DONE;
    return first;
  }

  private void enter(ServiceLane lane, SimulatedActivation activation, Phase phase, double work) {
    activation.phase = phase;
    lane.enter(activation, work);
  }

  private void addDemand(FunctionProfile function, int count) {
    running += count;
    double own =
        Double.isNaN(function.cores())
            ? function.memoryMb() * settings.coresPerMb()
            : function.cores();
    demandCores = running == 0 ? 0 : demandCores + count * own;
    cores.rate(
        demandCores <= size.cores()
            ? 1
            : Math.pow(size.cores() / demandCores, settings.contentionExponent()));
  }

  private void advance(double seconds) {
    while (!paused.isEmpty() && paused.oldestIdleSince() + settings.keepAliveSeconds() <= seconds) {
      removeOldestPaused();
    }
    if (seconds >= nextReportSeconds) {
      report();
      nextReportSeconds = Math.floor(seconds) + 1;
    }
    cores.pass(seconds - now);
    clock.pass(seconds - now);
    now = seconds;
  }

  private void removeOldestPaused() {
    pausedMb -= functions.get(paused.removeOldest()).memoryMb();
  }
}
