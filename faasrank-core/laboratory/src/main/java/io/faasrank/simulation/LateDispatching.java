package io.faasrank.simulation;

import io.faasrank.cluster.Action;
import io.faasrank.policy.LateBinding;
import io.faasrank.policy.WaitingLine;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Activations wait in their controller until an invoker suits, see {@link LateBinding}. Each
 * controller has a line of its own; it sends from it when one of its own activations has completed,
 * and at every tick.
 */
final class LateDispatching extends Dispatching implements WaitingLine.Sender<SimulatedActivation> {

  /**
   * From a completion to the arrival of what is sent for it: an acknowledgement and an activation,
   * each over Kafka. Chosen; 5 to 20 ms move the mean completion time over {@code faasrank regimes}
   * by 0.5 %.
   */
  static final double HOP_SECONDS = 0.01;

  /** Between two looks at all invokers, while something waits. Chosen as the controller has it. */
  static final double TICK_SECONDS = 0.1;

  /**
   * What has waited for so long is sent where it will wait, at a tick. A controller's default for
   * {@code faasrank.late-binding.longest-wait}.
   */
  static final double LONGEST_WAIT_SECONDS = 3600;

  private record Sending(double seconds, int controller, int invoker) {}

  private final LateBinding rule;
  private final List<WaitingLine<SimulatedActivation>> lines = new ArrayList<>();
  private final ArrayDeque<Sending> sendings = new ArrayDeque<>();
  private int waiting;
  private double tickSeconds;
  private int ticks;

  LateDispatching(
      LateBinding rule,
      SimulatedCluster view,
      EpisodeBalancer placement,
      EpisodeObserver observer,
      SplittableRandom random) {
    super(view, placement, observer, random);
    this.rule = rule;
    for (int c = 0; c < view.controllers(); c++) {
      lines.add(new WaitingLine<>(rule));
    }
  }

  @Override
  void arrived(SimulatedActivation arrival) {
    Action action = view.present(arrival);
    WaitingLine<SimulatedActivation> line = lines.get(view.controllerOf(arrival));
    if (line.size(action) > 0 || !sendIfAllowed(arrival, action, 1, mustSend())) {
      if (waiting == 0) {
        tickSeconds = view.now() + TICK_SECONDS;
      }
      line.add(action, arrival, view.now());
      waiting++;
    }
  }

  @Override
  void completed(SimulatedActivation done, int invoker) {
    int controller = view.controllerOf(done);
    if (lines.get(controller).size() > 0) {
      sendings.add(new Sending(view.now() + HOP_SECONDS, controller, invoker));
    }
  }

  @Override
  double nextSeconds() {
    double tick = waiting > 0 ? tickSeconds : Double.POSITIVE_INFINITY;
    return sendings.isEmpty() ? tick : Math.min(sendings.element().seconds, tick);
  }

  @Override
  void sendNext() {
    if (!sendings.isEmpty() && sendings.element().seconds <= nextSeconds()) {
      Sending next = sendings.remove();
      send(next.controller, next.invoker, next.seconds);
      return;
    }
    double now = tickSeconds;
    tickSeconds += TICK_SECONDS;
    ticks++;
    for (int c = 0; c < lines.size(); c++) {
      int controller = (c + ticks) % lines.size();
      view.look(controller, now);
      lines.get(controller).forceOlder(now - LONGEST_WAIT_SECONDS, now, this);
      send(controller, WaitingLine.ANY, now);
    }
  }

  private void send(int controller, int invoker, double seconds) {
    view.look(controller, seconds);
    lines.get(controller).send(view, invoker, seconds, this);
  }

  @Override
  public boolean send(SimulatedActivation activation, int ofAction, boolean forced) {
    Action action = view.present(activation, view.now());
    boolean sent = sendIfAllowed(activation, action, ofAction, forced);
    waiting -= sent ? 1 : 0;
    return sent;
  }

  @Override
  public boolean mustSend() {
    return !view.hasShare();
  }

  private boolean sendIfAllowed(
      SimulatedActivation activation, Action action, int ofAction, boolean forced) {
    int invoker = rank(action);
    boolean allowed = forced || rule.maySend(view, invoker, action, ofAction);
    if (allowed) {
      send(activation, invoker);
    }
    return allowed;
  }
}
