package io.faasrank.event;

/**
 * A controller joined or left.
 *
 * @param count controllers that share the invokers from now on, at least 1
 */
public record ControllersCounted(long nanos, int count) implements LogEvent {}
