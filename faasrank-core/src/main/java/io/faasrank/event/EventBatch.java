package io.faasrank.event;

import java.util.List;

/**
 * Events of one controller that follow each other, as they are written together.
 *
 * @param controller name of the controller's process, unique among those that write
 * @param sequence number of the batch, from 0; a missing one is a gap in the log
 * @param lost events of this controller that were lost before this batch, since its start
 * @param anchorNanos a reading of the controller's monotonic clock
 * @param anchorMillis the wall clock at the same moment, in milliseconds since 1970
 */
public record EventBatch(
    String controller,
    long sequence,
    long lost,
    long anchorNanos,
    long anchorMillis,
    List<LogEvent> events) {

  /** Version of the binary form. A reader refuses every other. */
  public static final int SCHEMA = 2;

  public EventBatch {
    events = List.copyOf(events);
  }

  /** The wall clock's time of an event, in milliseconds since 1970. */
  public double epochMillis(LogEvent event) {
    return anchorMillis + (event.nanos() - anchorNanos) / 1e6;
  }
}
