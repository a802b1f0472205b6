package io.faasrank.event;

/** The table of actions was beyond its size and forgot those least recently used. */
public record ActionsTrimmed(long nanos) implements LogEvent {}
