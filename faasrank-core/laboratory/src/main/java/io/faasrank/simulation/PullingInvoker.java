package io.faasrank.simulation;

import io.faasrank.workload.FunctionProfile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An invoker of OpenWhisk's own scheduler, in virtual time: its containers ask the scheduler for
 * work, so that nothing waits here. Memory is held by containers that start, run or wait for work;
 * paused ones make room for others, least recently used first, and end after the keep-alive.
 *
 * <p>Containers and what goes on in them are those of {@link SimulatedInvoker}, except that
 * prewarmed ones are not part of the memory, and that a container takes one activation at a time.
 */
final class PullingInvoker {

  private final InvokerSettings size;
  private final ContainerPool pool;
  private final ContainerWork work;

  private int reportedFreeMb;
  private double nextReportSeconds;

  PullingInvoker(
      InvokerSettings size, SimulationSettings settings, List<FunctionProfile> functions) {
    this.size = size;
    pool = ContainerPool.besidePrewarmed(size, settings, functions);
    work = new ContainerWork(size, settings, functions, pool);
    reportedFreeMb = size.memoryMb();
  }

  /** When the next phase ends if nothing else happens; infinite when nothing goes on. */
  double nextEventSeconds() {
    return work.nextEventSeconds();
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
    reportedFreeMb = size.memoryMb() - (pool.containerMemoryMb() - pool.idleMemoryMb());
  }

  /** Paused containers of a function. */
  int paused(int function) {
    return pool.idleCount(function);
  }

  /**
   * Starts a container: a paused one of the function is resumed, else a prewarmed one is taken or a
   * new one created.
   *
   * @param start stands for the container until it is ready
   * @return whether there was memory
   */
  boolean start(SimulatedActivation start, double seconds) {
    advance(seconds);
    start.containerOnly = true;
    if (!Double.isNaN(pool.takeIdle(start.function))) {
      work.unpause(start);
      return true;
    }
    int removed = pool.reserve(start.function);
    if (removed < 0) {
      return false;
    }
    work.begin(start, removed);
    return true;
  }

  /** Runs an activation in a container that is here; a new one is initialised first. */
  void run(SimulatedActivation activation, boolean initialise, double seconds) {
    advance(seconds);
    if (initialise) {
      work.initialise(activation);
    } else {
      work.run(activation);
    }
  }

  /** Pauses a container that waits for work. */
  void pause(int function, double seconds) {
    advance(seconds);
    pool.left(function, false, seconds);
  }

  /**
   * Removes a container.
   *
   * @param used whether it has been initialised
   */
  void remove(int function, boolean used, double seconds) {
    advance(seconds);
    if (!used) {
      pool.initialised(function);
    }
    pool.left(function, true, seconds);
  }

  /**
   * Ends the phase that is due at {@link #nextEventSeconds()}.
   *
   * @return what is done, or stands for a container that is ready; else null
   */
  @Nullable SimulatedActivation step(double seconds) {
    ContainerWork.Due due = work.due();
    advance(seconds);
    return work.end(due);
  }

  private void advance(double seconds) {
    while (pool.nextExpirySeconds() <= seconds) {
      pool.removeOldestIdle();
    }
    if (seconds >= nextReportSeconds) {
      report();
      nextReportSeconds = Math.floor(seconds) + 1;
    }
    work.pass(seconds);
  }
}
