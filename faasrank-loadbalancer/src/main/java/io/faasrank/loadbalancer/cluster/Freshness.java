package io.faasrank.loadbalancer.cluster;

import java.util.Locale;

/** How far the metrics of an invoker can be used. Only {@link #FRESH} ones are ranked by. */
public enum Freshness {
  /** Reported lately. */
  FRESH,
  /** Just appeared, or came back: its rates and means have no interval behind them yet. */
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
