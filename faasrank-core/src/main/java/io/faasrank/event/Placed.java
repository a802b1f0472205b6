package io.faasrank.event;

import io.faasrank.cluster.Action;
import org.jspecify.annotations.Nullable;

/**
 * An activation is about to be sent to an invoker.
 *
 * @param nanos when it was noted in the book
 * @param number of the activation within the log of its controller; {@link Ended} refers to it
 * @param activationId OpenWhisk's
 * @param action with the id that this controller gave it
 * @param blackbox whether it runs on the invokers for blackbox actions
 * @param maxConcurrent activations of the action that share a container, at least 1
 * @param timeLimitMillis after which an invoker stops it
 * @param waitedMillis how long it was kept in the controller: it came so much before {@code nanos}
 * @param invoker number of the invoker
 * @param placer who chose it: a policy's name or {@code hashing}
 * @param mode in force, for instance {@code canary}
 * @param placerProbability with which this placer was given the activation: 1 but where a canary
 *     draws, NaN unknown
 * @param said what the policy said, whether it placed or only would have; null where it was not
 *     asked or gave no answer
 * @param fallback why it gave none, empty where it was not asked or gave one
 */
public record Placed(
    long nanos,
    long number,
    String activationId,
    Action action,
    boolean blackbox,
    int maxConcurrent,
    int timeLimitMillis,
    int waitedMillis,
    int invoker,
    String placer,
    String mode,
    float placerProbability,
    @Nullable PolicySaid said,
    String fallback)
    implements LogEvent {}
