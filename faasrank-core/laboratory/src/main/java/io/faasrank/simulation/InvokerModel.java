package io.faasrank.simulation;

import io.faasrank.workload.FunctionProfile;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The simulator's invoker for use outside an episode: the same container pool, sharing of the CPU
 * and resource metrics, driven by a clock of the caller. Functions may be added at any time.
 *
 * <p>The model's time never runs back and never jumps over an event: before each call that names a
 * time, {@link #step} must have been called for every event due by then. Not thread-safe.
 */
public final class InvokerModel {

  private final InvokerSettings size;
  private final List<FunctionProfile> functions = new ArrayList<>();
  private final InvokerMeter meter;
  private final SimulatedInvoker invoker;
  private int accepted;
  private double now;

  /**
   * An empty invoker at time 0.
   *
   * @param number its number in the cluster: sets when within an interval it is sampled
   * @param noiseSeed seed of the blur of the resource metrics
   */
  public InvokerModel(
      int number, InvokerSettings size, SimulationSettings settings, long noiseSeed) {
    this.size = size;
    this.meter = InvokerMeter.of(number, size, settings, noiseSeed);
    this.invoker = new SimulatedInvoker(size, settings, functions, meter);
  }

  /**
   * Adds a function with containers of its own.
   *
   * @return its number, from 0
   * @throws IllegalArgumentException when it does not fit on the invoker
   */
  public int addFunction(FunctionProfile function) {
    if (function.memoryMb() > size.memoryMb()) {
      throw new IllegalArgumentException(
          "function %s needs %s MB, but the invoker has %s"
              .formatted(function.name(), function.memoryMb(), size.memoryMb()));
    }
    functions.add(function);
    invoker.functionAdded();
    return functions.size() - 1;
  }

  /**
   * Accepts an activation.
   *
   * @param function number of its function
   * @param runSeconds its execution time on an idle invoker, 0 or more
   * @param removesContainer whether its container is removed at its end, as after a failure
   * @param seconds the time now
   * @return a number that tells it apart
   */
  public int accept(int function, double runSeconds, boolean removesContainer, double seconds) {
    pass(seconds);
    SimulatedActivation activation =
        new SimulatedActivation(accepted++, function, seconds, runSeconds);
    activation.removesContainer = removesContainer;
    invoker.accept(activation, seconds);
    return activation.id;
  }

  /** When the next event is due if nothing is accepted before; infinite when nothing runs. */
  public double nextEventSeconds() {
    return invoker.nextEventSeconds();
  }

  /**
   * Advances to the next event.
   *
   * @return the activation that it completed; null when it ended another phase
   * @throws IllegalStateException when nothing runs
   */
  public @Nullable FinishedRun step() {
    double at = nextEventSeconds();
    if (at == Double.POSITIVE_INFINITY) {
      throw new IllegalStateException("nothing runs");
    }
    now = at;
    SimulatedActivation completed = invoker.step(at);
    return completed == null ? null : FinishedRun.of(completed, at);
  }

  /**
   * Advances to a time: removes containers that were idle for too long, takes samples that fell
   * due.
   */
  public void advance(double seconds) {
    pass(seconds);
    invoker.advance(seconds);
  }

  private void pass(double seconds) {
    if (seconds < now || seconds > nextEventSeconds()) {
      throw new IllegalStateException(
          "the time is %s, not from %s to the next event at %s"
              .formatted(seconds, now, nextEventSeconds()));
    }
    now = seconds;
  }

  /** The time of the last call. */
  public double nowSeconds() {
    return now;
  }

  public InvokerSettings size() {
    return size;
  }

  /** Idle warm containers of the function. */
  public int idle(int function) {
    return invoker.idleCount(function);
  }

  /** Memory of all idle containers, in MB. */
  public int idleMemoryMb() {
    return invoker.idleMemoryMb();
  }

  /** Memory of all containers, in MB. */
  public int containerMemoryMb() {
    return invoker.containerMemoryMb();
  }

  /** Activations that wait for memory. */
  public int queued() {
    return invoker.queued();
  }

  /** Activations that have a container or are getting one. */
  public int running() {
    return invoker.running();
  }

  /** Those of them that are of the function. */
  public int running(int function) {
    return invoker.running(function);
  }

  /** Containers created since time 0. */
  public long creations() {
    return meter.creations();
  }

  /**
   * The last sample of the resource metrics, by {@link io.faasrank.cluster.ResourceMetric}: changes
   * per second and levels. A new array with each call.
   */
  public float[] resources() {
    return meter.latest().clone();
  }

  /** When that sample was taken. */
  public double resourcesSampledSeconds() {
    return meter.sampledSeconds();
  }
}
