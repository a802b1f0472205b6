package io.faasrank.learn;

import io.faasrank.event.Ended;
import io.faasrank.event.EndedHow;
import io.faasrank.event.Placed;
import io.faasrank.event.StartKind;
import org.jspecify.annotations.Nullable;

/**
 * One activation of a {@link ClusterRecord}; times in seconds since its start.
 *
 * @param action index in the record
 * @param invoker index in the record
 * @param placedSeconds when it came: the time in the controller before it was sent counts as
 *     waiting
 * @param endedSeconds when it ended; NaN when the record does not say
 * @param ended how; null when the record does not say
 */
public record RecordedActivation(
    int action,
    int invoker,
    double placedSeconds,
    double endedSeconds,
    Placed placed,
    @Nullable Ended ended) {

  /** The same, over. */
  RecordedActivation ended(double seconds, Ended how) {
    return new RecordedActivation(action, invoker, placedSeconds, seconds, placed, how);
  }

  /** Whether its end is known. */
  public boolean over() {
    return ended != null;
  }

  /** Whether it ended, and the invoker is not to blame for how. */
  public boolean completed() {
    return ended != null && !ended.how().failed();
  }

  /** Whether it is known if its container was cold. */
  public boolean startKnown() {
    return ended != null && ended.start() != StartKind.UNKNOWN;
  }

  /** Whether it met a cold container; false where that is unknown. */
  public boolean cold() {
    return ended != null && ended.start() == StartKind.COLD;
  }

  /**
   * From its arrival to end, in seconds; where it failed its time limit at least, see {@link
   * EndedHow#chargedMillis}. NaN where its end is unknown.
   */
  public double chargedSeconds() {
    if (ended == null) {
      return Double.NaN;
    }
    double took = endedSeconds - placedSeconds;
    return ended.how().failed() ? Math.max(took, placed.timeLimitMillis() / 1000.0) : took;
  }

  /**
   * Whether waiting, initialisation and run are known, and the run was neither cut short nor that
   * of code that does not work: what times can be learnt from.
   */
  boolean timed() {
    return ended != null
        && (ended.how() == EndedHow.SUCCESS
            || ended.how() == EndedHow.APPLICATION_ERROR
            || ended.how() == EndedHow.COMPLETED)
        && timesKnown();
  }

  /** Whether waiting, initialisation and run are known. */
  boolean timesKnown() {
    return ended != null
        && ended.waitMillis() >= 0
        && ended.initMillis() >= 0
        && ended.runMillis() >= 0;
  }

  /** From its arrival to the start of initialisation or, in a warm container, of the run. */
  double waitSeconds() {
    return ended == null ? Double.NaN : ended.waitMillis() / 1000.0;
  }

  double initSeconds() {
    return ended == null ? Double.NaN : ended.initMillis() / 1000.0;
  }

  double runSeconds() {
    return ended == null ? Double.NaN : ended.runMillis() / 1000.0;
  }
}
