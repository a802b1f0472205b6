package io.faasrank.simulation;

/**
 * An invoker is started anew, which its containers do not outlive. What it works on goes on here,
 * as if nothing had failed, but leaves no container behind.
 *
 * @param invoker position in the cluster, from 0
 * @param seconds when
 */
public record InvokerRestart(int invoker, double seconds) {}
