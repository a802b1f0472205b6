package io.faasrank.loadbalancer.decision;

import io.faasrank.event.Ended;
import io.faasrank.event.EndedHow;
import io.faasrank.event.Placed;
import io.faasrank.loadbalancer.canary.BlockCount;
import io.faasrank.loadbalancer.canary.Canary;
import io.faasrank.loadbalancer.cluster.ActionBook;
import io.faasrank.loadbalancer.cluster.ClusterBook;
import io.faasrank.loadbalancer.cluster.Dispatch;
import io.faasrank.loadbalancer.cluster.Ejections;
import io.faasrank.loadbalancer.cluster.OpenDispatches;
import io.faasrank.loadbalancer.event.EventLog;
import io.faasrank.loadbalancer.observe.Meters;
import io.faasrank.loadbalancer.observe.OperatorMetric;
import io.faasrank.loadbalancer.observe.Series;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Stage 9 of 12: every activation in flight from this controller, placed by a policy or by hashing.
 * An entry is opened once, before the activation is sent, and closed once, by its acknowledgement
 * or its time-out, whichever comes first; the later one finds no entry and changes nothing. Health
 * probes have no entry. Takes no lock beyond those of its map.
 */
public final class DecisionLedger implements OpenDispatches {

  /** Name of OpenWhisk's own rule, which places what no policy does. */
  static final String HASHING = "hashing";

  /** A fair coin gives a block of time to an arm of a trial. */
  private static final float BY_COIN = 0.5f;

  /** An activation in flight. */
  private static final class OpenDecision {

    final Dispatch dispatch;

    /** Who placed it. */
    final PlacerMeters placer;

    /** What the policy said, whether it placed or only would have; null when not asked. */
    final @Nullable Choice said;

    /** Its number in the log of events. */
    final long number;

    /** Where a trial counts it; null where none does. */
    final @Nullable BlockCount count;

    /** The action's mean run time when it began; NaN where unknown. */
    final float typicalMillis;

    final int timeLimitMillis;

    /** When it came, by the book's clock. */
    final long arrivedNanos;

    volatile Told told = Told.NOTHING;

    OpenDecision(
        Dispatch dispatch,
        PlacerMeters placer,
        @Nullable Choice said,
        long number,
        @Nullable LateArrival waited,
        @Nullable BlockCount count) {
      this.dispatch = dispatch;
      this.placer = placer;
      this.said = said;
      this.number = number;
      this.count = count;
      this.arrivedNanos = waited == null ? dispatch.dispatchedNanos() : waited.nanos();
      this.typicalMillis =
          waited == null ? 1000 * dispatch.action().runSeconds() : waited.typicalMillis();
      this.timeLimitMillis = dispatch.action().timeLimitMillis();
    }
  }

  private final Map<String, OpenDecision> open = new ConcurrentHashMap<>();
  private final ClusterBook book;
  private final ModeSwitch modes;
  private final Meters meters;
  private final EventLog log;
  private final Canary canary;
  private final Ejections ejections;
  private final String policy;
  private final PlacerMeters byPolicy;
  private final PlacerMeters byHashing;
  private final Series decisionTime;
  private final Series scoreSpread;
  private final LongAdder agreed;
  private final LongAdder disagreed;
  private final LongAdder overloaded;

  /** A ledger where no trial takes place and no invoker is left out. */
  public DecisionLedger(ClusterBook book, ModeSwitch modes, String policy, Meters meters) {
    this(book, modes, policy, meters, Canary.NONE, Ejections.none(meters));
  }

  /**
   * @param policy name of the policy that places what hashing does not
   * @param canary counts what belongs to a trial
   * @param ejections hears how activations end
   */
  public DecisionLedger(
      ClusterBook book,
      ModeSwitch modes,
      String policy,
      Meters meters,
      Canary canary,
      Ejections ejections) {
    this.canary = canary;
    this.ejections = ejections;
    this.book = book;
    this.modes = modes;
    this.meters = meters;
    this.log = book.log();
    this.policy = policy;
    byPolicy = new PlacerMeters(meters, policy);
    byHashing = policy.equals(HASHING) ? byPolicy : new PlacerMeters(meters, HASHING);
    decisionTime = Series.of(OperatorMetric.DECISION_TIME, policy);
    scoreSpread = Series.of(OperatorMetric.SCORE_SPREAD, policy);
    agreed = meters.counter(OperatorMetric.AGREEMENT, "true");
    disagreed = meters.counter(OperatorMetric.AGREEMENT, "false");
    overloaded = meters.counter(OperatorMetric.OVERLOADED, policy);
    meters.gauge(open::size, OperatorMetric.INFLIGHT);
  }

  /**
   * Notes an activation that will wait in the controller before it is sent, or not be sent at all:
   * {@link #open} or {@link #lost} takes what is returned.
   */
  LateArrival arrived(ActionBook action) {
    BlockCount count = canary.count();
    LateArrival arrival = new LateArrival(book.nowNanos(), count, 1000 * action.runSeconds());
    if (count != null) {
      count.opened(arrival.nanos() / 1e6, arrival.typicalMillis());
    }
    return arrival;
  }

  /** One that waited could not be sent in any way. */
  void lost(LateArrival arrival, ActionBook action) {
    BlockCount count = arrival.count();
    if (count != null) {
      long took = Math.max(0, (book.nowNanos() - arrival.nanos()) / 1_000_000);
      count.ended(
          arrival.nanos() / 1e6,
          arrival.typicalMillis(),
          (double) EndedHow.SYSTEM_ERROR.chargedMillis(took, action.timeLimitMillis()),
          true,
          false);
    }
  }

  /** As the other {@code open}, of an activation that is sent as it comes. */
  public boolean open(
      String activationId,
      ActionBook action,
      int invoker,
      int maxConcurrent,
      @Nullable Choice placed,
      @Nullable Choice shadowed,
      @Nullable Fallback fallback) {
    return open(activationId, action, invoker, maxConcurrent, placed, shadowed, fallback, null);
  }

  /**
   * Notes an activation that is about to be sent.
   *
   * @param placed what the policy said; null when hashing placed it
   * @param shadowed what the policy would have done, in mode shadow, else null
   * @param fallback why the policy gave no answer; null when it gave one, or was not asked
   * @param waited how it came, where it has waited in the controller since; else null
   * @return false when the activation was in flight already, which changes nothing
   */
  public boolean open(
      String activationId,
      ActionBook action,
      int invoker,
      int maxConcurrent,
      @Nullable Choice placed,
      @Nullable Choice shadowed,
      @Nullable Fallback fallback,
      @Nullable LateArrival waited) {
    if (open.containsKey(activationId)) {
      return false;
    }
    Dispatch dispatch = book.dispatched(action, invoker, maxConcurrent);
    Choice said = placed != null ? placed : shadowed;
    PlacerMeters placer = placed == null ? byHashing : byPolicy;
    long number = log.enabled() ? log.nextNumber() : 0;
    BlockCount count = waited == null ? canary.count() : waited.count();
    OpenDecision entry = new OpenDecision(dispatch, placer, said, number, waited, count);
    if (open.putIfAbsent(activationId, entry) != null) {
      book.completed(dispatch);
      return false;
    }
    if (count != null && waited == null) {
      count.opened(entry.arrivedNanos / 1e6, entry.typicalMillis);
    }
    Mode mode = modes.current();
    if (log.enabled()) {
      log.add(event(activationId, entry, placed != null, mode, fallback));
    }
    placer.opened(mode);
    if (said != null) {
      boolean agrees = placed != null ? placed.agrees() : said.invoker() == invoker;
      (agrees ? agreed : disagreed).increment();
    }
    if (placed != null && placed.overloaded()) {
      overloaded.increment();
    }
    return true;
  }

  private Placed event(
      String activationId,
      OpenDecision entry,
      boolean byPolicy,
      Mode mode,
      @Nullable Fallback fallback) {
    Dispatch dispatch = entry.dispatch;
    Choice said = entry.said;
    return new Placed(
        dispatch.dispatchedNanos(),
        entry.number,
        activationId,
        dispatch.action().action(),
        dispatch.action().blackbox(),
        dispatch.maxConcurrent(),
        entry.timeLimitMillis,
        LateArrival.millis(entry.arrivedNanos, dispatch.dispatchedNanos()),
        dispatch.invoker(),
        byPolicy ? policy : HASHING,
        mode.label(),
        fallback == null && mode == Mode.CANARY ? BY_COIN : 1,
        said == null ? null : said.said(),
        fallback == null ? "" : fallback.label());
  }

  /**
   * Notes what an invoker told of an activation, which may come before its end or with it. Does
   * nothing where it is not in flight.
   */
  public void told(String activationId, Told told) {
    OpenDecision entry = open.get(activationId);
    if (entry != null) {
      entry.told = told;
    }
  }

  /**
   * Notes how an activation ended.
   *
   * @return false when it was not in flight: an acknowledgement after its time-out, or a second one
   */
  public boolean close(String activationId, Outcome outcome) {
    OpenDecision entry = open.remove(activationId);
    if (entry == null) {
      byHashing.ignored();
      return false;
    }
    if (outcome == Outcome.TIMED_OUT) {
      book.timedOut(entry.dispatch);
    } else {
      book.completed(entry.dispatch);
    }
    Told told = entry.told;
    EndedHow how = told.how(outcome);
    if (log.enabled()) {
      log.add(
          new Ended(
              entry.dispatch.completedNanos(),
              entry.number,
              how,
              told.start(),
              told.waitMillis(),
              told.initMillis(),
              told.runMillis()));
    }
    long tookMillis = (entry.dispatch.completedNanos() - entry.arrivedNanos) / 1_000_000;
    long chargedMillis = how.chargedMillis(tookMillis, entry.timeLimitMillis);
    entry.placer.closed(outcome, chargedMillis);
    BlockCount count = entry.count;
    if (count != null) {
      count.ended(
          entry.arrivedNanos / 1e6,
          entry.typicalMillis,
          (double) chargedMillis,
          how == EndedHow.SYSTEM_ERROR,
          how == EndedHow.TIMED_OUT || how == EndedHow.FORCED);
    }
    ejections.ended(entry.dispatch.invoker(), outcome != Outcome.COMPLETED);
    Choice said = entry.said;
    if (said != null) {
      meters.record(decisionTime, said.decisionNanos());
      meters.record(scoreSpread, Math.round(1000 * (double) said.scoreSpread()));
    }
    return true;
  }

  /** Shows what is in flight, in no order. */
  @Override
  public void forEach(Consumer<Dispatch> visitor) {
    open.values().forEach(entry -> visitor.accept(entry.dispatch));
  }

  /** Activations in flight from this controller. */
  public int inflight() {
    return open.size();
  }
}
