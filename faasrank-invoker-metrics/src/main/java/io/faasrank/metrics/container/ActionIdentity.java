package io.faasrank.metrics.container;

/**
 * What a warm container was initialised for, and can be used again for.
 *
 * @param namespace namespace of the invoking user
 * @param name fully qualified name of the action without version
 * @param revision revision of the action's document; an updated action has another
 */
public record ActionIdentity(String namespace, String name, String revision) {}
