package io.faasrank.testbed.wire;

/**
 * The limits of an action.
 *
 * @param concurrency activations that one container may run at a time
 * @param logsMb MB of logs kept; 0 means that none are collected
 */
public record ActionLimits(long timeoutMillis, int memoryMb, int concurrency, int logsMb) {}
