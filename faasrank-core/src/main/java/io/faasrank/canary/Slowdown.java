package io.faasrank.canary;

/**
 * How long an activation took beside its function's own typical run: completion time over typical
 * run time, both taken to be at least {@link #FLOOR_MILLIS}, as in the bounded slowdown of
 * Feitelson and Rudolph (1998). A failure is charged at the function's time limit, however fast it
 * came, so that failing fast looks slow.
 */
public final class Slowdown {

  /**
   * Times below count as this one; else a cold start of a function of a few milliseconds outweighs
   * all others. Chosen, unmeasured.
   */
  public static final double FLOOR_MILLIS = 100;

  private Slowdown() {}

  /**
   * The slowdown of an activation, above 0.
   *
   * @param tookMillis from dispatch to acknowledgement
   * @param typicalMillis mean run time of the function; NaN where unknown, which counts as the
   *     floor
   */
  public static double of(double tookMillis, double typicalMillis) {
    return Math.max(tookMillis, FLOOR_MILLIS) / typical(typicalMillis);
  }

  /**
   * The slowdown that a failure is charged.
   *
   * @param limitMillis the function's time limit
   */
  public static double ofFailure(double tookMillis, double typicalMillis, double limitMillis) {
    return of(Math.max(tookMillis, limitMillis), typicalMillis);
  }

  private static double typical(double millis) {
    return millis > FLOOR_MILLIS ? millis : FLOOR_MILLIS;
  }
}
