package io.faasrank.event;

/** Something that happened to a controller, in the order in which its book changed. Immutable. */
public sealed interface LogEvent
    permits ControllerStarted,
        ControllersCounted,
        PoolChanged,
        ModelServed,
        ModeSet,
        ReportTaken,
        ActionsTrimmed,
        Placed,
        Ended {

  /**
   * When: a reading of the controller's monotonic clock, in nanoseconds; {@link
   * EventBatch#epochMillis} gives the wall clock's time.
   */
  long nanos();
}
