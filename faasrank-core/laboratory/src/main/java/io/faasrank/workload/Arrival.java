package io.faasrank.workload;

/**
 * One invocation to come.
 *
 * @param seconds arrival since the start of the workload
 * @param function index into {@link Workload#functions()}
 * @param durationFactor this invocation's execution time relative to its function's mean, positive
 */
public record Arrival(double seconds, int function, double durationFactor) {}
