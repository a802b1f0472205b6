package io.faasrank.simulation;

import io.faasrank.cluster.Action;
import io.faasrank.policy.Decision;
import java.util.SplittableRandom;

/** How the activations of an episode get from the controllers to the invokers: on arrival. */
class Dispatching {

  final SimulatedCluster view;
  private final EpisodeBalancer placement;
  private final EpisodeObserver observer;
  private final SplittableRandom random;
  private final Decision decision = new Decision();

  Dispatching(
      SimulatedCluster view,
      EpisodeBalancer placement,
      EpisodeObserver observer,
      SplittableRandom random) {
    this.view = view;
    this.placement = placement;
    this.observer = observer;
    this.random = random;
  }

  /** An activation has arrived. */
  void arrived(SimulatedActivation arrival) {
    Action action = view.present(arrival);
    send(arrival, rank(action));
  }

  /** One has completed. */
  void completed(SimulatedActivation done, int invoker) {}

  /** When something is next to be sent that has arrived before; infinite where nothing waits. */
  double nextSeconds() {
    return Double.POSITIVE_INFINITY;
  }

  /** Goes to that time and sends it. */
  void sendNext() {}

  /** The invoker for the activation that was presented last. */
  final int rank(Action action) {
    int invoker = placement.invoker(view, action, decision, random);
    if (invoker == Decision.NONE) {
      throw new IllegalStateException("no invoker was chosen for " + action.name());
    }
    return invoker;
  }

  /** Sends the activation that was ranked last. */
  final void send(SimulatedActivation activation, int invoker) {
    view.dispatch(activation, invoker);
    observer.decided(activation.id, view.now(), decision);
  }
}
