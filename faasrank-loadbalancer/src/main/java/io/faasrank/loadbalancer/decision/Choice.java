package io.faasrank.loadbalancer.decision;

import io.faasrank.event.PolicySaid;
import org.jspecify.annotations.Nullable;

/**
 * What a policy said of one activation.
 *
 * @param invoker number of the chosen invoker
 * @param overloaded whether no candidate had memory, so that the activation will wait
 * @param agrees whether hashing would have chosen the same invoker
 * @param decisionNanos time of the decision, features included; 2.1 s at the most
 * @param scoreSpread highest less lowest score of the candidates
 * @param said what the log of events says of it; null where none is written
 */
public record Choice(
    int invoker,
    boolean overloaded,
    boolean agrees,
    int decisionNanos,
    float scoreSpread,
    @Nullable PolicySaid said) {

  /** Stands for none as yet: the activation had better wait in the controller. */
  public static final Choice WAITS = new Choice(-1, false, false, 0, 0, null);

  /** Whether this is {@link #WAITS}, and names no invoker. */
  public boolean waits() {
    return invoker < 0;
  }
}
