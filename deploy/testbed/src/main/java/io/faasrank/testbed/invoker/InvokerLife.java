package io.faasrank.testbed.invoker;

import io.faasrank.cluster.ContainerReport;
import io.faasrank.cluster.ResourceReport;
import io.faasrank.simulation.FinishedRun;
import io.faasrank.simulation.InvokerModel;
import io.faasrank.simulation.InvokerSettings;
import io.faasrank.simulation.SimulationSettings;
import io.faasrank.testbed.wire.Activation;
import io.faasrank.testbed.wire.ActivationOutcome;
import java.util.HashMap;
import java.util.Map;

/**
 * An emulated invoker from its start to its death: the model and what runs on it. It begins without
 * containers at the model's time 0. Events happen at their own virtual time, however late the
 * thread that advances it. Safe to call from many threads.
 */
final class InvokerLife {

  private static final double MILLIS_PER_SECOND = 1000;

  /** Hears how activations end; called under the lock. */
  interface LifeListener {

    void ran(AcceptedActivation activation, FinishedRun run);

    void refused(Activation activation, ActivationOutcome outcome, String reason);
  }

  private final ScaledClock clock;
  private final double bornSeconds;
  private final double samplingSeconds;
  private final InvokerModel model;
  private final EmulatedFunctions functions;
  private final Map<Integer, AcceptedActivation> accepted = new HashMap<>();
  private final LifeListener listener;
  private boolean leaving;
  private boolean ended;

  InvokerLife(
      int number,
      InvokerSettings size,
      SimulationSettings settings,
      long seed,
      ScaledClock clock,
      LifeListener listener) {
    this.clock = clock;
    this.bornSeconds = clock.seconds();
    this.samplingSeconds = settings.reportIntervalSeconds();
    this.model = new InvokerModel(number, size, settings, seed);
    this.functions = new EmulatedFunctions(model);
    this.listener = listener;
  }

  /** Ends it: after this returns, its listener hears nothing more. */
  synchronized void end() {
    ended = true;
  }

  /** Refuses what has not completed and what still arrives, so that nobody waits for it. */
  synchronized void leave() {
    catchUp();
    leaving = true;
    accepted.values().forEach(each -> refuseLeaving(each.activation()));
    accepted.clear();
  }

  private void refuseLeaving(Activation activation) {
    listener.refused(activation, ActivationOutcome.SYSTEM_ERROR, "the emulated invoker has left");
  }

  /** Takes an activation now; false when it has ended. */
  synchronized boolean accept(Activation activation) {
    if (ended) {
      return false;
    }
    if (leaving) {
      refuseLeaving(activation);
      return true;
    }
    double now = catchUp();
    EmulatedWork work;
    int function;
    try {
      work = EmulatedWork.of(activation);
      if (work.outcome() == ActivationOutcome.SYSTEM_ERROR) {
        listener.refused(activation, ActivationOutcome.SYSTEM_ERROR, "as parameter emulate says");
        return true;
      }
      function = functions.of(activation, work.profile());
    } catch (IllegalArgumentException e) {
      listener.refused(
          activation, ActivationOutcome.APPLICATION_ERROR, String.valueOf(e.getMessage()));
      return true;
    }
    boolean removesContainer = work.outcome() == ActivationOutcome.DEVELOPER_ERROR;
    int id = model.accept(function, work.runSeconds(), removesContainer, now);
    accepted.put(id, new AcceptedActivation(activation, work, travelSeconds(activation)));
    return true;
  }

  private double travelSeconds(Activation activation) {
    long millis = clock.wallMillis() - activation.transaction().startMillis();
    return Math.max(0, millis) / MILLIS_PER_SECOND * clock.scale().virtualPerReal();
  }

  /**
   * Advances to now.
   *
   * @return real nanoseconds until the next event; {@link Long#MAX_VALUE} when nothing runs
   */
  synchronized long advance() {
    catchUp();
    double next = stopped() ? Double.POSITIVE_INFINITY : model.nextEventSeconds();
    return next == Double.POSITIVE_INFINITY ? Long.MAX_VALUE : clock.nanosUntil(bornSeconds + next);
  }

  private boolean stopped() {
    return leaving || ended;
  }

  private double catchUp() {
    // never behind the model, which an event may have brought to a moment just ahead
    double now = Math.max(clock.seconds() - bornSeconds, model.nowSeconds());
    if (stopped()) {
      return now;
    }
    while (model.nextEventSeconds() <= now) {
      FinishedRun run = model.step();
      if (run != null) {
        finish(run);
      }
    }
    model.advance(now);
    return now;
  }

  private void finish(FinishedRun run) {
    functions.measured(run);
    AcceptedActivation activation = accepted.remove(run.id());
    if (activation == null) {
      throw new IllegalStateException("run " + run.id() + " was never accepted");
    }
    listener.ran(activation, run);
  }

  /** The resource metrics of the last sample. */
  synchronized ResourceReport resources() {
    catchUp();
    double sampled = bornSeconds + model.resourcesSampledSeconds();
    return InvokerReporting.resources(model, clock.wallMillis(sampled), samplingSeconds);
  }

  /** The containers now. */
  synchronized ContainerReport containers() {
    catchUp();
    return InvokerReporting.containers(model, functions);
  }

  /** Activations taken and not completed. */
  synchronized int inflight() {
    return accepted.size();
  }
}
