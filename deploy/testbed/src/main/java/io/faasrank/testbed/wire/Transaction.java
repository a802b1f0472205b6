package io.faasrank.testbed.wire;

/**
 * The request that an activation belongs to.
 *
 * @param id for instance {@code sid_invokerHealth} for the controller's own test activations
 * @param startMillis when the controller received it, in milliseconds since 1970
 */
public record Transaction(String id, long startMillis) {}
