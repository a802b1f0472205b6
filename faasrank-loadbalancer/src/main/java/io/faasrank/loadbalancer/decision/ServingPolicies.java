package io.faasrank.loadbalancer.decision;

import io.faasrank.loadbalancer.model.ModelStore;
import io.faasrank.loadbalancer.model.Served;
import io.faasrank.policy.Policies;
import io.faasrank.policy.Policy;
import io.faasrank.policy.Scorer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The configured policy, made anew when another model comes into service. A decision reads it once,
 * so that it never mixes two models.
 */
public final class ServingPolicies implements Supplier<@Nullable Serving> {

  private record Made(Served served, Serving serving) {}

  private final String name;
  private final int candidates;
  private final @Nullable Serving fixed;
  private final ModelStore models;
  private volatile @Nullable Made made;

  /**
   * @param name name of a registered policy
   * @param candidates most invokers scored per decision, 0 for all
   */
  public ServingPolicies(String name, int candidates, ModelStore models) {
    this.name = name;
    this.candidates = candidates;
    this.models = models;
    this.fixed =
        Policies.spec(name).learned() ? null : new Serving(create(null), create(null), null);
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // the same model, not an equal one
  public @Nullable Serving get() {
    if (fixed != null) {
      return fixed;
    }
    Served served = models.served();
    if (served == null) {
      return null;
    }
    Made last = made;
    if (last == null || last.served() != served) {
      last =
          new Made(served, new Serving(create(served.scorer()), create(served.scorer()), served));
      made = last;
    }
    return last.serving();
  }

  private Policy create(@Nullable Scorer learned) {
    return Policies.create(
            name,
            () -> {
              if (learned == null) {
                throw new IllegalStateException("policy " + name + " asked for a model");
              }
              return learned;
            })
        .withAtMost(candidates);
  }
}
