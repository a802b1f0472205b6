package io.faasrank.event;

import java.util.Locale;

/** How an activation ended. */
public enum EndedHow {
  /** Acknowledged without an error of the system, and without a record that would tell more. */
  COMPLETED,
  /** The action returned a result. */
  SUCCESS,
  /** The action returned an error. */
  APPLICATION_ERROR,
  /** The action could not be run: its code failed to start, or died. */
  DEVELOPER_ERROR,
  /** The action reached its time limit and was stopped by the invoker. */
  TIMED_OUT,
  /** OpenWhisk itself failed. */
  SYSTEM_ERROR,
  /** Never acknowledged; the controller gave up waiting. */
  FORCED;

  /**
   * Whether the invoker may be to blame. What it took then says nothing good of it: an invoker that
   * fails at once is not fast.
   */
  public boolean failed() {
    return this == TIMED_OUT || this == SYSTEM_ERROR || this == FORCED;
  }

  /**
   * What the activation counts for: the time that it took, or where it {@link #failed} the time
   * limit of its action, where that is longer.
   *
   * @param tookMillis from its placement to its end
   * @param timeLimitMillis of its action
   */
  public long chargedMillis(long tookMillis, int timeLimitMillis) {
    return failed() ? Math.max(tookMillis, timeLimitMillis) : tookMillis;
  }

  /** Name in text. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
