package io.faasrank.testbed.wire;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an activation that has ended.
 *
 * @param action its action; the version is never null
 * @param startMillis when its container began to work for it, in milliseconds since 1970
 * @param endMillis when it ended, in milliseconds since 1970
 * @param durationMillis initialisation and execution, in milliseconds
 * @param result null where there is none
 * @param waitMillis from the controller's receipt to the start; null where the invoker does not say
 * @param initMillis initialisation of its container, part of the duration; null on a warm one
 * @param kind its runtime, for instance {@code nodejs:20}; null where the invoker does not say
 * @param timedOut whether it exceeded its time limit
 * @param limits null where the action's limits were never known
 * @param cause the activation of the sequence that it was part of, if any
 */
public record ActivationRecord(
    String activationId,
    ActionName action,
    String namespace,
    String subject,
    long startMillis,
    long endMillis,
    long durationMillis,
    ActivationOutcome outcome,
    @Nullable JsonNode result,
    @Nullable Long waitMillis,
    @Nullable Long initMillis,
    @Nullable String kind,
    boolean timedOut,
    @Nullable ActionLimits limits,
    @Nullable String cause) {}
