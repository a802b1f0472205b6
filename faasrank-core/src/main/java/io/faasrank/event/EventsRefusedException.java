package io.faasrank.event;

/**
 * Events that cannot be read. Its message is one line: where, what was found, what was expected.
 */
public final class EventsRefusedException extends IllegalArgumentException {

  public EventsRefusedException(String origin, String reason) {
    super(origin + ": " + reason);
  }
}
