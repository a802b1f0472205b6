package io.faasrank.loadbalancer.decision;

import java.util.Locale;

/** Stage 9 of 12: how an activation ended, as the controller sees it. */
public enum Outcome {
  /** Acknowledged; the action's own errors count as completed. */
  COMPLETED,
  /** Acknowledged with an error of the system. */
  SYSTEM_ERROR,
  /** Not acknowledged in time; the controller gave its memory back by force. */
  TIMED_OUT,
  /** An acknowledgement of no activation in flight: late, doubled, or of another controller. */
  IGNORED;

  /** Name in metrics. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
