package io.faasrank.testbed.learn;

import io.faasrank.event.Placed;
import io.faasrank.loadbalancer.decision.Choice;
import org.jspecify.annotations.Nullable;

/** Is shown each decision of a log on which a policy has said something. */
@FunctionalInterface
public interface DecisionVisitor {

  /**
   * A decision was made once more.
   *
   * @param placed as logged
   * @param again what the policy says now; null where it gives no answer
   * @param exact whether it saw the same candidates and gave them the same scores, to the bit
   */
  void decided(Placed placed, @Nullable Choice again, boolean exact);
}
