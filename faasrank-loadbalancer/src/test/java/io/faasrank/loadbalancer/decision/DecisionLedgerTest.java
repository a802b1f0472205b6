package io.faasrank.loadbalancer.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.cluster.Action;
import io.faasrank.event.Ended;
import io.faasrank.event.EndedHow;
import io.faasrank.event.LogEvent;
import io.faasrank.event.Placed;
import io.faasrank.event.PolicySaid;
import io.faasrank.event.StartKind;
import io.faasrank.loadbalancer.cluster.ActionBook;
import io.faasrank.loadbalancer.cluster.ClusterBook;
import io.faasrank.loadbalancer.cluster.FreshnessSettings;
import io.faasrank.loadbalancer.cluster.HandClock;
import io.faasrank.loadbalancer.cluster.LiveView;
import io.faasrank.loadbalancer.cluster.Pool;
import io.faasrank.loadbalancer.cluster.SemaphoreSlots;
import io.faasrank.loadbalancer.event.EventLog;
import io.faasrank.loadbalancer.observe.Meters;
import io.faasrank.loadbalancer.observe.OperatorMetric;
import io.faasrank.loadbalancer.observe.RecordingSink;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Guards against an activation that ends twice, as it may when its acknowledgement comes after its
 * time-out, and against counts in which decisions and outcomes differ.
 */
final class DecisionLedgerTest {

  private static final Choice PLACED = new Choice(3, false, true, 5_000, 1.25f, null);

  private final HandClock clock = new HandClock();
  private final RecordingSink sink = new RecordingSink();
  private final Meters meters = new Meters(sink);
  private final ClusterBook book =
      new ClusterBook(
          new FreshnessSettings(Duration.ofSeconds(5), Duration.ofSeconds(1), 0.5), 100, clock);
  private final ModeSwitch modes = new ModeSwitch(Mode.FAASRANK, meters);
  private final DecisionLedger ledger = new DecisionLedger(book, modes, "faasrank", meters);
  private final ActionBook action = book.actions().book("guest", "guest/DH", 256);

  static List<List<Outcome>> orders() {
    return List.of(
        List.of(Outcome.COMPLETED),
        List.of(Outcome.SYSTEM_ERROR),
        List.of(Outcome.TIMED_OUT),
        List.of(Outcome.TIMED_OUT, Outcome.COMPLETED),
        List.of(Outcome.COMPLETED, Outcome.TIMED_OUT),
        List.of(Outcome.COMPLETED, Outcome.COMPLETED),
        List.of(Outcome.SYSTEM_ERROR, Outcome.COMPLETED, Outcome.TIMED_OUT, Outcome.COMPLETED),
        List.of(Outcome.TIMED_OUT, Outcome.TIMED_OUT, Outcome.SYSTEM_ERROR));
  }

  @ParameterizedTest
  @MethodSource("orders")
  void endsAnActivationOnceByWhateverComesFirst(List<Outcome> endings) {
    assertThat(open("a", PLACED)).isTrue();
    assertThat(ledger.inflight()).isEqualTo(1);
    for (int i = 0; i < endings.size(); i++) {
      assertThat(ledger.close("a", endings.get(i))).isEqualTo(i == 0);
    }
    for (Outcome outcome : List.of(Outcome.COMPLETED, Outcome.SYSTEM_ERROR, Outcome.TIMED_OUT)) {
      assertThat(outcomes("faasrank", outcome)).isEqualTo(outcome == endings.get(0) ? 1 : 0);
    }
    assertThat(outcomes("hashing", Outcome.IGNORED)).isEqualTo(endings.size() - 1);
    assertThat(ledger.inflight()).isZero();
  }

  @Test
  void ignoresWhatItNeverOpened() {
    assertThat(ledger.close("probe", Outcome.COMPLETED)).isFalse();
    assertThat(outcomes("hashing", Outcome.IGNORED)).isEqualTo(1);
    assertThat(outcomes("hashing", Outcome.COMPLETED)).isZero();
  }

  @Test
  void opensAnActivationOnce() {
    assertThat(open("a", PLACED)).isTrue();
    assertThat(open("a", PLACED)).isFalse();
    LiveView view = new LiveView(book);
    Pool pool = new Pool(false, 3, new boolean[] {true}, new int[] {2048});
    view.bind(pool, action, new SemaphoreSlots(4, 2048).of(action, 1), 1);
    assertThat(view.inflight(0)).isEqualTo(1);
    assertThat(view.idleWarm(0, action.action())).isZero();
    assertThat(decisions("faasrank", "faasrank")).isEqualTo(1);
    assertThat(ledger.close("a", Outcome.COMPLETED)).isTrue();
    assertThat(open("a", PLACED)).isTrue();
  }

  @Test
  void countsByWhoPlacedAndInWhichMode() {
    open("a", PLACED);
    open("b", null);
    modes.set("canary");
    open("c", null);
    assertThat(decisions("faasrank", "faasrank")).isEqualTo(1);
    assertThat(decisions("faasrank", "hashing")).isEqualTo(1);
    assertThat(decisions("canary", "hashing")).isEqualTo(1);
    ledger.close("b", Outcome.COMPLETED);
    assertThat(outcomes("hashing", Outcome.COMPLETED)).isEqualTo(1);
    assertThat(outcomes("faasrank", Outcome.COMPLETED)).isZero();
  }

  @Test
  void countsAgreementOfWhatWasPlacedAndOfWhatWasOnlyShadowed() {
    open("a", PLACED);
    open("b", new Choice(3, false, false, 1, 0, null));
    ledger.open("c", action, 3, 1, null, new Choice(3, false, false, 1, 0, null), null);
    ledger.open("e", action, 4, 1, null, null, null);
    assertThat(meters.total(OperatorMetric.AGREEMENT, "true")).isEqualTo(2);
    assertThat(meters.total(OperatorMetric.AGREEMENT, "false")).isEqualTo(1);
    assertThat(decisions("faasrank", "hashing")).isEqualTo(2);
  }

  @Test
  void countsOverloadOnlyOfWhatThePolicyPlaced() {
    Choice overloaded = new Choice(3, true, false, 1, 0, null);
    open("a", overloaded);
    ledger.open("b", action, 3, 1, null, overloaded, null);
    assertThat(meters.total(OperatorMetric.OVERLOADED, "faasrank")).isEqualTo(1);
  }

  @Test
  void recordsTimesWhenTheActivationEnds() {
    open("a", PLACED);
    assertThat(sink.values(OperatorMetric.DECISION_TIME, "faasrank")).isEmpty();
    clock.advanceMillis(123);
    ledger.close("a", Outcome.COMPLETED);
    assertThat(sink.values(OperatorMetric.DECISION_TIME, "faasrank")).containsExactly(5_000L);
    assertThat(sink.values(OperatorMetric.SCORE_SPREAD, "faasrank")).containsExactly(1_250L);
    assertThat(sink.values(OperatorMetric.COMPLETION_TIME, "faasrank")).containsExactly(123L);
  }

  /** An invoker that fails at once must not look like the fastest one. */
  @Test
  void chargesAFailureWithTheTimeLimit() {
    action.seen(60_000, false);
    open("system error", PLACED);
    open("given up", PLACED);
    open("stopped", PLACED);
    open("the action's own", PLACED);
    clock.advanceMillis(5);
    ledger.told("stopped", Told.of(2, true, 5, 1, -1));
    ledger.told("the action's own", Told.of(1, false, 5, 1, -1));
    ledger.close("system error", Outcome.SYSTEM_ERROR);
    ledger.close("stopped", Outcome.COMPLETED);
    ledger.close("the action's own", Outcome.COMPLETED);
    clock.advanceMillis(180_000);
    ledger.close("given up", Outcome.TIMED_OUT);
    assertThat(sink.values(OperatorMetric.COMPLETION_TIME, "faasrank"))
        .containsExactly(60_000L, 60_000L, 5L, 180_005L);
  }

  @Test
  void logsWhatWasPlacedAndHowItEnded() {
    EventLog log = new EventLog();
    ClusterBook logged =
        new ClusterBook(
            new FreshnessSettings(Duration.ofSeconds(5), Duration.ZERO, 0.5), 100, clock, log);
    ActionBook other = logged.actions().book("guest", "guest/DH", 256);
    other.seen(60_000, true);
    DecisionLedger ledgerOfLogged = new DecisionLedger(logged, modes, "faasrank", meters);
    PolicySaid said =
        new PolicySaid(clock.getAsLong(), "faasrank", "d", 3, 4, false, 1, 0, 5_000, 9);
    modes.set("canary");

    ledgerOfLogged.open("a", other, 3, 2, new Choice(3, false, true, 5_000, 0, said), null, null);
    ledgerOfLogged.open("b", other, 4, 1, null, null, null);
    ledgerOfLogged.open("c", other, 4, 1, null, null, Fallback.OVERRUN);
    long placedNanos = clock.getAsLong();
    clock.advanceMillis(700);
    ledgerOfLogged.told("a", Told.of(0, false, 650, 40, 500));
    ledgerOfLogged.close("a", Outcome.COMPLETED);
    ledgerOfLogged.close("b", Outcome.COMPLETED);
    ledgerOfLogged.close("c", Outcome.TIMED_OUT);
    ledgerOfLogged.close("c", Outcome.COMPLETED);

    Action dh = other.action();
    int unknown = Ended.UNKNOWN;
    long endedNanos = clock.getAsLong();
    assertThat(List.of(next(log), next(log), next(log), next(log), next(log), next(log)))
        .containsExactly(
            new Placed(
                placedNanos,
                0,
                "a",
                dh,
                true,
                2,
                60_000,
                0,
                3,
                "faasrank",
                "canary",
                0.5f,
                said,
                ""),
            new Placed(
                placedNanos,
                1,
                "b",
                dh,
                true,
                1,
                60_000,
                0,
                4,
                "hashing",
                "canary",
                0.5f,
                null,
                ""),
            new Placed(
                placedNanos,
                2,
                "c",
                dh,
                true,
                1,
                60_000,
                0,
                4,
                "hashing",
                "canary",
                1,
                null,
                "overrun"),
            new Ended(endedNanos, 0, EndedHow.SUCCESS, StartKind.COLD, 40, 500, 150),
            new Ended(
                endedNanos, 1, EndedHow.COMPLETED, StartKind.UNKNOWN, unknown, unknown, unknown),
            new Ended(
                endedNanos, 2, EndedHow.FORCED, StartKind.UNKNOWN, unknown, unknown, unknown));
    assertThat(log.poll()).isNull();
  }

  private static LogEvent next(EventLog log) {
    return Objects.requireNonNull(log.poll());
  }

  @Test
  void countsPolicyHashingAsOnePlacer() {
    Meters own = new Meters(sink);
    DecisionLedger plain = new DecisionLedger(book, modes, "hashing", own);
    plain.open("a", action, 1, 1, PLACED, null, null);
    plain.open("b", action, 1, 1, null, null, null);
    assertThat(own.total(OperatorMetric.DECISIONS, "faasrank", "hashing")).isEqualTo(2);
  }

  private boolean open(String id, @Nullable Choice placed) {
    return ledger.open(id, action, 3, 1, placed, null, null);
  }

  private long outcomes(String placer, Outcome outcome) {
    return meters.total(OperatorMetric.OUTCOMES, placer, outcome.label());
  }

  private long decisions(String mode, String placer) {
    return meters.total(OperatorMetric.DECISIONS, mode, placer);
  }
}
