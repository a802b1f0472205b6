package io.faasrank.cluster;

/**
 * How much work an activation is taken to be when it is dispatched: its memory times its run time.
 * The run time is the mean measured of its action; where none is known yet, the mean of all runs
 * measured of any action, and {@link #FIRST_RUN_SECONDS} before the first. An unknown action is
 * thus neutral: neither longer nor shorter than what usually runs.
 *
 * <p>Estimates are whole numbers of MB milliseconds, so that sums of them, from which the same
 * amounts are taken back later, come back to 0.
 */
public final class WorkEstimate {

  /**
   * Seconds of a run while nothing was ever measured. Any value serves, since all activations get
   * the same then and invokers are only compared.
   */
  public static final float FIRST_RUN_SECONDS = 1;

  private static final float MILLIS_PER_SECOND = 1000;

  private WorkEstimate() {}

  /**
   * The estimate.
   *
   * @param memoryMb memory limit of the action
   * @param runSeconds mean run time of the action, NaN unknown
   * @param anyRunSeconds mean over the runs of all actions, NaN unknown
   * @return MB milliseconds, not negative
   */
  public static long mbMillis(int memoryMb, float runSeconds, float anyRunSeconds) {
    float seconds =
        Float.isFinite(runSeconds)
            ? runSeconds
            : Float.isFinite(anyRunSeconds) ? anyRunSeconds : FIRST_RUN_SECONDS;
    return Math.round((double) memoryMb * seconds * MILLIS_PER_SECOND);
  }

  /** MB milliseconds as MB seconds. */
  public static float mbSeconds(long mbMillis) {
    return mbMillis / MILLIS_PER_SECOND;
  }
}
