package io.faasrank.learn;

/**
 * An invoker of a {@link ClusterRecord}.
 *
 * @param memoryMb memory for action containers, in MB
 * @param cores as it last reported; 0 where it never did
 */
public record LoggedInvoker(int memoryMb, int cores) {}
