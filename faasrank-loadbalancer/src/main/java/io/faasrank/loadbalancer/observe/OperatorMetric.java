package io.faasrank.loadbalancer.observe;

import java.util.List;

/**
 * Every metric of the load balancer: its name, its instrument, the unit of its values and the keys
 * of its tags. Names are declared here and nowhere else; docs and dashboards are compared with this
 * list.
 *
 * <p>OpenWhisk names them {@code KIND.faasrank_NAME_counter}, as it names its own. Its Prometheus
 * page, seen in a controller with Kamon 2.1, turns that into
 *
 * <pre>
 * counter_faasrank_NAME_counter_total{tag="..."}
 * gauge_faasrank_NAME_counter{tag="..."}
 * histogram_faasrank_NAME_counter_bucket{tag="...", le="..."}, _sum and _count
 * histogram_faasrank_NAME_counter_seconds_bucket ...            where the unit is one of time
 * </pre>
 *
 * <p>A counter appears with its first increment. Without {@code whisk.metrics.kamon-tags-enabled}
 * the values of the tags stand in the name: {@code
 * counter_faasrank_fallbacks_stale_metrics_counter_total}.
 */
public enum OperatorMetric {
  /** Activations placed, by who chose the invoker ({@code hashing} is OpenWhisk's own code). */
  DECISIONS(Instrument.COUNTER, "decisions", "", "mode", "policy"),
  /** Activations that OpenWhisk's hashing placed though a policy was asked, by reason. */
  FALLBACKS(Instrument.COUNTER, "fallbacks", "", "reason"),
  /** Decisions, by whether hashing would have chosen the same invoker. */
  AGREEMENT(Instrument.COUNTER, "agreement", "", "agrees"),
  /** Activations placed by a policy on an invoker without free memory. */
  OVERLOADED(Instrument.COUNTER, "overloaded", "", "policy"),
  /** Activations sent that had waited in the controller, where the policy placed them. */
  SENT_LATE(Instrument.COUNTER, "sent_late", ""),
  /** Activations that had waited in the controller and were left to hashing, by reason. */
  HANDED_OVER(Instrument.COUNTER, "handed_over", "", "reason"),
  /** Activations closed, by who had placed them and how they ended. */
  OUTCOMES(Instrument.COUNTER, "outcomes", "", "policy", "outcome"),
  /**
   * Values that a learned policy scored, by what the model knew of them: {@code known}, {@code
   * clipped} beyond its bound, or {@code unknown}.
   */
  ENCODED_VALUES(Instrument.COUNTER, "encoded_values", "", "fate"),
  /** Reports taken from Redis. */
  REPORTS(Instrument.COUNTER, "reports", ""),
  /** Reports that were not taken, by reason. */
  REPORTS_REJECTED(Instrument.COUNTER, "reports_rejected", "", "reason"),
  /** Activations that were gone with the process of an invoker before their time was up. */
  GONE(Instrument.COUNTER, "gone", ""),
  /**
   * Reports skipped without a look, by reason: {@code newer}, for a newer one of the same invoker,
   * as happens to a controller that falls behind; {@code no_full}, a change whose full report has
   * not come.
   */
  REPORTS_SKIPPED(Instrument.COUNTER, "reports_skipped", "", "reason"),
  /** Models taken into service after the first. */
  MODEL_SWAPS(Instrument.COUNTER, "model_swaps", ""),
  /** Models refused; the log says why. */
  MODELS_REFUSED(Instrument.COUNTER, "models_refused", ""),
  /** Values of the mode key in Redis that could not be understood. */
  MODES_REFUSED(Instrument.COUNTER, "modes_refused", ""),
  /** Connections to Redis made after one was lost. */
  REDIS_RECONNECTS(Instrument.COUNTER, "redis_reconnects", ""),
  /** Events written to the log, where it is on. */
  EVENTS(Instrument.COUNTER, "events", ""),
  /** Bytes of the entries that hold them. */
  EVENT_BYTES(Instrument.COUNTER, "event_bytes", "bytes"),
  /** Events that were not written, because too many waited or Redis refused them. */
  EVENTS_LOST(Instrument.COUNTER, "events_lost", ""),
  /** Invokers left out of the ranking since they failed, by what gave them away. */
  EJECTIONS(Instrument.COUNTER, "ejections", "", "reason"),
  /** Faults of the load balancer's own books, kept away from OpenWhisk; the first is logged. */
  FAULTS(Instrument.COUNTER, "faults", ""),
  /** Failures while taking in what Redis holds, reports included; the first is logged. */
  FEED_FAULTS(Instrument.COUNTER, "feed_faults", ""),

  /** 1 while the controller is subscribed to reports, else 0. */
  REDIS_CONNECTED(Instrument.GAUGE, "redis_connected", ""),
  /** Invokers by how far their metrics can be used. */
  INVOKERS(Instrument.GAUGE, "invokers", "", "freshness"),
  /** Invokers left out of the ranking now, since they failed. */
  EJECTED(Instrument.GAUGE, "ejected", ""),
  /** 1 for the mode in force, 0 for the others. */
  MODE(Instrument.GAUGE, "mode", "", "mode"),
  /** 1 for the verdict of the trial that takes place, or of the last one; 0 for the others. */
  CANARY_VERDICT(Instrument.GAUGE, "canary_verdict", "", "verdict"),
  /** 1 while it is the candidate's turn, else 0. */
  CANARY_TURN(Instrument.GAUGE, "canary_turn", ""),
  /** Pairs of blocks that the trial has compared. */
  CANARY_PAIRS(Instrument.GAUGE, "canary_pairs", ""),
  /**
   * Mean slowdown of the candidate over the control's: {@code estimate}, and the bounds {@code
   * above} and {@code below}; 0 where nothing can be said.
   */
  CANARY_RATIO(Instrument.GAUGE, "canary_ratio", "thousandths", "bound"),
  /** Mean slowdown of what the trial has counted, by arm. */
  CANARY_SLOWDOWN(Instrument.GAUGE, "canary_slowdown", "thousandths", "arm"),
  /** Activations that the trial has counted, by arm. */
  CANARY_ACTIVATIONS(Instrument.GAUGE, "canary_activations", "", "arm"),
  /** Those of them that failed, by arm. */
  CANARY_FAILURES(Instrument.GAUGE, "canary_failures", "", "arm"),
  /** 1 for the version of the model in service; no other is there. */
  MODEL(Instrument.GAUGE, "model", "", "version"),
  /** Activations that wait in this controller. */
  WAITING(Instrument.GAUGE, "waiting", ""),
  /** For how long the one has waited that has waited longest; 0 where none waits. */
  WAITING_LONGEST(Instrument.GAUGE, "waiting_longest", "milliseconds"),
  /** Activations in flight from this controller. */
  INFLIGHT(Instrument.GAUGE, "inflight", ""),
  /** Other controllers that tell what they have in flight. */
  OTHER_CONTROLLERS(Instrument.GAUGE, "other_controllers", ""),
  /** Actions that the controller keeps a book of. */
  ACTIONS(Instrument.GAUGE, "actions", ""),

  /** Time of one decision, features included. */
  DECISION_TIME(Instrument.HISTOGRAM, "decision_time", "nanoseconds", "policy"),
  /** Highest less lowest score of one decision, in thousandths. */
  SCORE_SPREAD(Instrument.HISTOGRAM, "score_spread", "thousandths", "policy"),
  /** How long activations had waited in the controller that were sent after that. */
  WAITED_TIME(Instrument.HISTOGRAM, "waited_time", "milliseconds"),
  /**
   * From arrival to acknowledgement, as this controller saw it, by who chose the invoker. An error
   * of the system or a time-out counts as the action's time limit, where that is longer.
   */
  COMPLETION_TIME(Instrument.HISTOGRAM, "completion_time", "milliseconds", "policy");

  /** How values are recorded. */
  public enum Instrument {
    /** Grows. */
    COUNTER,
    /** Stands for now. */
    GAUGE,
    /** A distribution. */
    HISTOGRAM
  }

  private final Instrument instrument;
  private final String metricName;
  private final String unit;

  @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable list
  private final List<String> tagKeys;

  OperatorMetric(Instrument instrument, String metricName, String unit, String... tagKeys) {
    this.instrument = instrument;
    this.metricName = metricName;
    this.unit = unit;
    this.tagKeys = List.of(tagKeys);
  }

  public Instrument instrument() {
    return instrument;
  }

  /** Name without the component {@code faasrank}; lower case, words joined by underscores. */
  public String metricName() {
    return metricName;
  }

  /** Unit of the values; empty for plain numbers. */
  public String unit() {
    return unit;
  }

  /** Keys of the tags, in the order of {@link Series#tags()}. */
  public List<String> tagKeys() {
    return tagKeys;
  }
}
