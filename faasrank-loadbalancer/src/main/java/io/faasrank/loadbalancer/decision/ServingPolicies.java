package io.faasrank.loadbalancer.decision;

import io.faasrank.loadbalancer.model.Served;
import io.faasrank.policy.CandidateLimit;
import io.faasrank.policy.Policies;
import io.faasrank.policy.Policy;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The configured policy, created again when another model comes into service. A decision reads it
 * once, so that it never mixes two models.
 */
public final class ServingPolicies implements Supplier<@Nullable Serving> {

  private record Made(Served served, Serving serving) {}

  private final String name;
  private final CandidateLimit candidates;
  private final @Nullable Serving fixed;
  private final Supplier<@Nullable Served> models;
  private final Consumer<Served> inService;
  private volatile @Nullable Made made;

  /**
   * @param name name of a registered policy
   * @param candidates which invokers a learned policy scores in a decision
   * @param models gives the model in service, null when there is none
   */
  public ServingPolicies(
      String name, CandidateLimit candidates, Supplier<@Nullable Served> models) {
    this(name, candidates, models, served -> {});
  }

  /**
   * @param inService hears of each model before its first decision; more than once, where several
   *     threads come at the same time
   */
  public ServingPolicies(
      String name,
      CandidateLimit candidates,
      Supplier<@Nullable Served> models,
      Consumer<Served> inService) {
    this.inService = inService;
    this.name = name;
    this.candidates = candidates;
    this.models = models;
    this.fixed = Policies.spec(name).learned() ? null : serving(null);
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // the same model, not an equal one
  public @Nullable Serving get() {
    if (fixed != null) {
      return fixed;
    }
    Served served = models.get();
    if (served == null) {
      return null;
    }
    Made last = made;
    if (last == null || last.served() != served) {
      last = new Made(served, serving(served));
      inService.accept(served);
      made = last;
    }
    return last.serving();
  }

  private Serving serving(@Nullable Served served) {
    return new Serving(create(served), create(served), served);
  }

  private Policy create(@Nullable Served served) {
    if (served == null) {
      return Policies.create(
          name,
          () -> {
            throw new IllegalStateException("policy " + name + " asked for a model");
          });
    }
    return Policies.create(name, served::scorer).within(candidates);
  }
}
