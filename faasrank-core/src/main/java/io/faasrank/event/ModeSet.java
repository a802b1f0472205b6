package io.faasrank.event;

/**
 * Who places has changed.
 *
 * @param mode as operators write it, for instance {@code canary 0.05}
 */
public record ModeSet(long nanos, String mode) implements LogEvent {}
