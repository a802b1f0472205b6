package io.faasrank.cluster;

import org.jspecify.annotations.Nullable;

/**
 * One action on one invoker.
 *
 * @param namespace namespace of the invoking user; a warm container serves only the namespace that
 *     it was initialised for
 * @param name fully qualified name without version, for instance {@code guest/DH}
 * @param memoryMb memory limit of the action, in MB
 * @param idleWarm idle warm containers of the action's current revision: what {@code
 *     warm_infrastructures} counts
 * @param running activations of the action, of any revision, that its containers here initialise
 *     for, wake up for or run; null from a publisher that does not tell
 * @param initialisations cold initialisations measured since the invoker started
 * @param initMillis their mean duration in milliseconds, 0 when there was none
 * @param runs runs measured since the invoker started
 * @param runMillis their mean duration in milliseconds, initialisation apart, 0 when there was none
 */
public record ActionReport(
    String namespace,
    String name,
    int memoryMb,
    int idleWarm,
    @Nullable Integer running,
    long initialisations,
    double initMillis,
    long runs,
    double runMillis) {}
