package io.faasrank.loadbalancer.cluster;

import java.util.Locale;

/**
 * Whether the metrics of an invoker can be used. A learned policy ranks by {@link #FRESH} ones
 * only.
 */
public enum Freshness {
  /** Reported lately. */
  FRESH,
  /** Just appeared or came back: no whole interval lies behind its rates and means yet. */
  NOT_YET_USABLE,
  /** Its last report is too old. */
  STALE,
  /** Never reported. */
  ABSENT;

  /** Name in metrics and logs. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
