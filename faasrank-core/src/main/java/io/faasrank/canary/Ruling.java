package io.faasrank.canary;

/**
 * A verdict with its reason and what it rests on.
 *
 * @param reason one sentence
 * @param pairs pairs that were compared
 * @param ratio mean slowdown of the candidate over that of the control; NaN without a pair
 * @param lower the ratio is above it, at the level of demotion; 0 where nothing can be said
 * @param upper the ratio is below it, at the level of promotion; infinite where nothing can be said
 * @param control all that was counted of the control, the running pair included
 * @param candidate likewise
 */
public record Ruling(
    TrialVerdict verdict,
    String reason,
    int pairs,
    double ratio,
    double lower,
    double upper,
    Tally control,
    Tally candidate) {

  /** Whether the trial is over. */
  public boolean ends() {
    return verdict != TrialVerdict.RUNNING;
  }
}
