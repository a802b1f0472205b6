package io.faasrank.event;

/**
 * An activation is over.
 *
 * @param number of its {@link Placed}
 * @param how it ended
 * @param start whether its container was cold
 * @param waitMillis from its arrival at the controller to the start of its run, initialisation
 *     apart, as OpenWhisk's annotation {@code waitTime} has it; {@link #UNKNOWN} where not told
 * @param initMillis initialisation, 0 for a warm start; {@link #UNKNOWN} where not told
 * @param runMillis run, initialisation apart; {@link #UNKNOWN} where not told
 */
public record Ended(
    long nanos,
    long number,
    EndedHow how,
    StartKind start,
    int waitMillis,
    int initMillis,
    int runMillis)
    implements LogEvent {

  /** A time that no acknowledgement told. */
  public static final int UNKNOWN = -1;
}
