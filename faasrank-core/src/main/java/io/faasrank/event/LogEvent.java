package io.faasrank.event;

/** Something that happened to a controller, in the order in which its book changed. Immutable. */
public interface LogEvent {

  /**
   * When: a reading of the controller's monotonic clock, in nanoseconds; {@link
   * EventBatch#epochMillis} gives the wall clock's time.
   */
  long nanos();
}
