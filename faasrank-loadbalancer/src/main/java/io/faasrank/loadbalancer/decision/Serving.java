package io.faasrank.loadbalancer.decision;

import io.faasrank.loadbalancer.model.Served;
import io.faasrank.policy.Policy;
import org.jspecify.annotations.Nullable;

/**
 * The policy in service.
 *
 * @param managed decides on the managed invokers
 * @param blackbox decides on the blackbox invokers; of its own, since policies may count turns
 * @param served the model that the policy scores with; null when it is not learned
 */
public record Serving(Policy managed, Policy blackbox, @Nullable Served served) {}
