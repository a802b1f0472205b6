package io.faasrank.loadbalancer.decision;

import io.faasrank.event.Ended;
import io.faasrank.event.EndedHow;
import io.faasrank.event.StartKind;

/**
 * What an invoker told of an activation besides that it is over.
 *
 * @param start whether its container was cold
 * @param waitMillis wait, initialisation and run as in {@link Ended}
 */
public record Told(EndedHow how, StartKind start, int waitMillis, int initMillis, int runMillis) {

  /** Nothing, as of an activation that nobody waits for. */
  public static final Told NOTHING =
      new Told(EndedHow.COMPLETED, StartKind.UNKNOWN, Ended.UNKNOWN, Ended.UNKNOWN, Ended.UNKNOWN);

  /** Longest time told that is believed: a day, beyond any limit of an action. */
  private static final long MOST_MILLIS = 86_400_000;

  /**
   * Reads the record of an activation.
   *
   * @param statusCode 0 success, 1 error of the application, 2 of the developer, 3 of the system
   * @param timedOut whether it reached its time limit
   * @param durationMillis of initialisation and run together; negative unknown
   * @param waitMillis negative unknown
   * @param initMillis negative where there was none, which is a warm start
   */
  public static Told of(
      int statusCode, boolean timedOut, long durationMillis, long waitMillis, long initMillis) {
    boolean cold = initMillis >= 0;
    boolean ran = durationMillis >= 0 && statusCode != 3;
    return new Told(
        how(statusCode, timedOut),
        cold ? StartKind.COLD : ran ? StartKind.WARM : StartKind.UNKNOWN,
        time(waitMillis),
        cold ? time(initMillis) : ran ? 0 : Ended.UNKNOWN,
        ran ? time(Math.max(0, durationMillis - Math.max(0, initMillis))) : Ended.UNKNOWN);
  }

  private static EndedHow how(int statusCode, boolean timedOut) {
    if (timedOut) {
      return EndedHow.TIMED_OUT;
    }
    return switch (statusCode) {
      case 0 -> EndedHow.SUCCESS;
      case 1 -> EndedHow.APPLICATION_ERROR;
      case 2 -> EndedHow.DEVELOPER_ERROR;
      default -> EndedHow.SYSTEM_ERROR;
    };
  }

  private static int time(long millis) {
    return millis < 0 || millis > MOST_MILLIS ? Ended.UNKNOWN : (int) millis;
  }

  /** How an activation ended, of which the acknowledgement says this much. */
  EndedHow how(Outcome outcome) {
    return switch (outcome) {
      case TIMED_OUT -> EndedHow.FORCED;
      case SYSTEM_ERROR -> EndedHow.SYSTEM_ERROR;
      case COMPLETED, IGNORED -> how;
    };
  }
}
