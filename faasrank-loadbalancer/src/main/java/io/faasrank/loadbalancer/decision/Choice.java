package io.faasrank.loadbalancer.decision;

import org.jspecify.annotations.Nullable;

/**
 * What a policy said of one activation.
 *
 * @param invoker number of the chosen invoker
 * @param overloaded whether no candidate had memory, so that the activation will wait
 * @param agrees whether hashing would have chosen the same invoker
 * @param decisionNanos time of the decision, features included
 * @param scoreSpread highest less lowest score of the candidates
 * @param scored what training needs of it; null where no trajectories are written
 */
public record Choice(
    int invoker,
    boolean overloaded,
    boolean agrees,
    long decisionNanos,
    float scoreSpread,
    @Nullable Scored scored) {}
