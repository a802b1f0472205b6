package io.faasrank.simulation;

import io.faasrank.workload.FunctionProfile;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One invoker in virtual time.
 *
 * <p>Containers follow OpenWhisk's {@code ContainerPool}: a warm container of the same action; else
 * a new one if memory allows; else idle ones are removed, least recently used first, until it fits;
 * else the activation waits in one buffer, first in first out, whose head blocks all behind it.
 */
final class SimulatedInvoker {

  private final InvokerSettings size;
  private final Platform platform;
  private final ContainerPool pool;
  private final ContainerWork work;
  private final ArrayDeque<SimulatedActivation> buffer = new ArrayDeque<>();
  private final @Nullable InvokerMeter meter;

  SimulatedInvoker(
      InvokerSettings size,
      SimulationSettings settings,
      List<FunctionProfile> functions,
      InvokerMeter meter) {
    this.size = size;
    this.platform = settings.platform();
    this.meter = meter;
    pool = new ContainerPool(size, settings, functions);
    work = new ContainerWork(size, settings, functions, pool);
  }

  /** A copy for trying things out, without resource metrics. */
  private SimulatedInvoker(SimulatedInvoker other) {
    size = other.size;
    platform = other.platform;
    meter = null;
    pool = new ContainerPool(other.pool);
    work = new ContainerWork(other.work, pool);
    other.buffer.forEach(a -> buffer.add(new SimulatedActivation(a)));
  }

  /** To be called after a function was added to the list that this invoker was given. */
  void functionAdded() {
    pool.functionAdded();
  }

  /** When the next phase ends if nothing else happens; infinite when nothing runs. */
  double nextEventSeconds() {
    return work.nextEventSeconds();
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
    ContainerWork.Due due = work.due();
    advance(seconds);
    SimulatedActivation done = work.end(due);
    if (done == null) {
      return null;
    }
    pool.left(done.function, done.removesContainer, seconds);
    if (meter != null) {
      meter.countCompletion();
    }
    while (!buffer.isEmpty() && place(buffer.element())) {
      buffer.remove();
    }
    return done;
  }

  private boolean place(SimulatedActivation activation) {
    if (pool.join(activation.function)) {
      work.run(activation);
      return true;
    }
    double idleSince = pool.takeIdle(activation.function);
    if (!Double.isNaN(idleSince)) {
      if (platform.unpauseSeconds() > 0 && work.now() - idleSince >= platform.pauseGraceSeconds()) {
        work.unpause(activation);
      } else {
        work.run(activation);
      }
      return true;
    }
    int removed = pool.reserve(activation.function);
    if (removed < 0) {
      return false;
    }
    if (meter != null) {
      meter.countCreation();
    }
    work.begin(activation, removed);
    return true;
  }

  /** Brings clock, service, meter and keep-alive up to the given time. */
  void advance(double seconds) {
    while (pool.nextExpirySeconds() <= seconds) {
      pass(Math.max(work.now(), pool.nextExpirySeconds()));
      pool.removeOldestIdle();
    }
    pass(seconds);
  }

  /** Removes the idle containers, and the others once their activation has ended. */
  void restart(double seconds) {
    advance(seconds);
    while (pool.nextExpirySeconds() < Double.POSITIVE_INFINITY) {
      pool.removeOldestIdle();
    }
    work.removeContainers();
  }

  /** When the keep-alive of an idle container ends next; infinite when none is idle. */
  double nextExpirySeconds() {
    return pool.nextExpirySeconds();
  }

  private void pass(double seconds) {
    if (meter != null) {
      meter.advance(
          seconds,
          work.coresInUse(),
          work.tasks(),
          work.active(),
          work.starting(),
          pool.containerMemoryMb());
    }
    work.pass(seconds);
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
    return work.size();
  }
}
