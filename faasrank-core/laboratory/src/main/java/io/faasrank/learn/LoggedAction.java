package io.faasrank.learn;

/**
 * An action of a {@link ClusterRecord}.
 *
 * @param namespace of the invoking user
 * @param name fully qualified
 * @param memoryMb memory limit, in MB; with another limit it is another action
 * @param maxConcurrent activations that share a container, at least 1
 * @param timeLimitMillis after which an invoker stops it
 */
public record LoggedAction(
    String namespace, String name, int memoryMb, int maxConcurrent, int timeLimitMillis) {}
