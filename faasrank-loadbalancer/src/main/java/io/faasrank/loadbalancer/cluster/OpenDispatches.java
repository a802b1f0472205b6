package io.faasrank.loadbalancer.cluster;

import java.util.function.Consumer;

/** What is in flight from this controller, for those who have to go through all of it. */
@FunctionalInterface
public interface OpenDispatches {

  /** Nothing is in flight. */
  OpenDispatches NONE = visitor -> {};

  /** Shows each; what begins or ends meanwhile may be shown or not. */
  void forEach(Consumer<Dispatch> visitor);
}
