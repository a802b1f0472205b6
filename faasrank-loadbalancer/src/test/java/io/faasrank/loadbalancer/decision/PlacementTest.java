package io.faasrank.loadbalancer.decision;

import static io.faasrank.loadbalancer.cluster.ReportDraft.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.ClusterView;
import io.faasrank.event.PolicySaid;
import io.faasrank.loadbalancer.cluster.ActionBook;
import io.faasrank.loadbalancer.cluster.ClusterBook;
import io.faasrank.loadbalancer.cluster.FreshnessSettings;
import io.faasrank.loadbalancer.cluster.HandClock;
import io.faasrank.loadbalancer.cluster.MemorySlots;
import io.faasrank.loadbalancer.cluster.Pool;
import io.faasrank.loadbalancer.cluster.ReportDraft;
import io.faasrank.loadbalancer.cluster.ReportIntake;
import io.faasrank.loadbalancer.cluster.SemaphoreSlots;
import io.faasrank.loadbalancer.event.EventLog;
import io.faasrank.loadbalancer.model.Served;
import io.faasrank.loadbalancer.observe.Meters;
import io.faasrank.loadbalancer.observe.OperatorMetric;
import io.faasrank.loadbalancer.observe.RecordingSink;
import io.faasrank.model.Model;
import io.faasrank.model.ShippedModel;
import io.faasrank.policy.ArgMax;
import io.faasrank.policy.Decision;
import io.faasrank.policy.Policies;
import io.faasrank.policy.Policy;
import io.faasrank.policy.Scorer;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;

/**
 * Guards against an activation that is lost, placed on an invoker without memory, or that takes
 * memory twice, when anything that a decision rests on is missing, late or wrong. The policies here
 * prefer high invoker numbers.
 */
final class PlacementTest {

  private static final int INVOKERS = 4;
  private static final int MB = 256;
  private static final Model MODEL = ShippedModel.open("extended");
  private static final Served LEARNED =
      new Served(MODEL, PlacementTest::byNumber, "1", "shipped model extended");

  private final HandClock clock = new HandClock();
  private final Meters meters = new Meters(new RecordingSink());
  private final ClusterBook book =
      new ClusterBook(new FreshnessSettings(Duration.ofSeconds(5), Duration.ZERO, 0.5), 100, clock);
  private final ReportIntake intake = new ReportIntake(book, meters);
  private final SemaphoreSlots slots = new SemaphoreSlots(INVOKERS, 1024);
  private final ActionBook action = book.actions().book("guest", "guest/DH", MB);
  private final boolean[] usable = {true, true, true, true};
  private int reported;
  private @Nullable Serving serving = serving(PlacementTest::byNumber, LEARNED);
  private final Placement placement =
      new Placement(book, () -> serving, 0.5, 1, Duration.ofMillis(20), meters, clock, 1);

  @Test
  void takesMemoryOnTheChosenInvoker() {
    report(0, 1, 2, 3);
    Choice placed = placed();
    assertThat(placed.invoker()).isEqualTo(3);
    assertThat(placed.overloaded()).isFalse();
    assertThat(placed.scoreSpread()).isEqualTo(3);
    assertThat(available()).containsExactly(1024, 1024, 1024, 1024 - MB);
    assertThat(fallbacks()).isEmpty();
  }

  @Test
  void takesNothingWhenOnlyShadowing() {
    report(0, 1, 2, 3);
    Choice said = Objects.requireNonNull(placement.shadow(request(MB, slots.of(action, 1))));
    assertThat(said.invoker()).isEqualTo(3);
    assertThat(available()).containsOnly(1024);
    for (int i = 0; i < INVOKERS; i++) {
      slots.take(i, 1024);
    }
    assertThat(placement.shadow(request(MB, slots.of(action, 1)))).isNotNull();
    assertThat(available()).containsOnly(0);
  }

  @Test
  void saysWhetherHashingWouldHaveChosenTheSame() {
    report(0, 1, 2, 3);
    int home = action.action().hash() % INVOKERS;
    for (int i = 0; i < INVOKERS; i++) {
      Arrays.fill(usable, true);
      // leaves invokers up to i, of which i is chosen
      Arrays.fill(usable, i + 1, INVOKERS, false);
      Choice placed = placed();
      assertThat(placed.invoker()).isEqualTo(i);
      if (home <= i) {
        assertThat(placed.agrees()).isEqualTo(home == i);
      }
    }
  }

  @Test
  void leavesAllToHashingWithoutAModel() {
    report(0, 1, 2, 3);
    serving = null;
    assertFallback(Fallback.NO_MODEL);
  }

  @Test
  void ranksFromHalfOfTheUsableInvokersFreshAndOnlyThose() {
    report(1);
    assertFallback(Fallback.STALE_METRICS);
    report(2);
    Choice placed = placed();
    assertThat(placed.invoker()).isEqualTo(2);
    usable[2] = false;
    assertThat(place()).isNull();
    usable[0] = false;
    Choice onlyFresh = placed();
    assertThat(onlyFresh.invoker()).isEqualTo(1);
  }

  @Test
  void leavesAllToHashingWhenReportsStop() {
    report(0, 1, 2, 3);
    clock.advanceMillis(5_001);
    assertFallback(Fallback.STALE_METRICS);
  }

  @Test
  void needsNoMetricsForAPolicyThatIsNotLearned() {
    serving = serving(PlacementTest::byNumber, null);
    Choice placed = placed();
    assertThat(placed.invoker()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hashing",
        "round-robin",
        "greedy",
        "least-connections",
        "static-rank",
        "most-free-memory",
        "power-of-two",
        "hermod",
        "ch-rlu",
        "random"
      })
  void spreadsOrPacksWithoutMetricsAsTheRuleSays(String name) {
    Policy policy = Policies.create(name, () -> PlacementTest::byNumber);
    serving = new Serving(policy, policy, null);
    Scorer checked =
        (view, asked, decision) -> {
          policy.scorer().score(view, asked, decision);
          for (int i = 0; i < decision.count(); i++) {
            assertThat(decision.scores()[i]).isFinite();
          }
        };
    Policy watched = new Policy(name, checked, policy.selector());
    serving = new Serving(watched, watched, null);
    for (int i = 0; i < 16; i++) {
      Choice placed = placed();
      assertThat(placed.overloaded()).isFalse();
      book.dispatched(action, placed.invoker(), 1);
    }
    assertThat(available()).containsOnly(0);
    Choice overloaded = placed();
    assertThat(overloaded.overloaded()).isTrue();
  }

  @Test
  void letsHashingFindTheMemoryOfInvokersThatAreNotFresh() {
    report(2, 3);
    slots.take(2, 1024);
    slots.take(3, 1024);
    assertFallback(Fallback.FRESH_ONES_FULL);
  }

  @Test
  void choosesAmongFullFreshInvokersWhenAllAreFull() {
    report(1, 2);
    for (int i = 0; i < INVOKERS; i++) {
      slots.take(i, 900);
    }
    Choice placed = placed();
    assertThat(placed.invoker()).isEqualTo(2);
    assertThat(placed.overloaded()).isTrue();
    assertThat(placed.agrees()).isFalse();
    assertThat(slots.availableMb(2)).isEqualTo(1024 - 900 - MB);
  }

  @Test
  void findsNoCandidateWhereNoneIsUsableOrLargeEnough() {
    report(0, 1, 2, 3);
    Request large = request(4096, slots.of(action, 1));
    assertThat(placement.place(large)).isNull();
    assertThat(fallbacks()).containsExactly(Map.entry("no_candidate", 1L));
    Arrays.fill(usable, false);
    assertThat(place()).isNull();
    assertThat(fallbacks()).containsExactly(Map.entry("no_candidate", 2L));
  }

  @Test
  void findsNoCandidateInAnEmptyPool() {
    Pool none = new Pool(true, 0, new boolean[0], new int[0]);
    assertThat(placement.place(new Request("id", action, none, 1, slots.of(action, 1)))).isNull();
    assertThat(fallbacks()).containsExactly(Map.entry("no_candidate", 1L));
  }

  @Test
  void takesTheNextRankedWhereAnotherActivationTookTheMemoryMeanwhile() {
    report(0, 1, 2, 3);
    serving =
        serving(
            (view, asked, decision) -> {
              byNumber(view, asked, decision);
              slots.take(3, 1000);
              slots.take(2, 1000);
            },
            LEARNED);
    Choice placed = placed();
    assertThat(placed.invoker()).isEqualTo(1);
    assertThat(available()).containsExactly(1024, 1024 - MB, 24, 24);
  }

  @Test
  void givesUpWhereAllMemoryWasTakenMeanwhile() {
    report(0, 1, 2, 3);
    serving =
        serving(
            (view, asked, decision) -> {
              byNumber(view, asked, decision);
              for (int i = 0; i < INVOKERS; i++) {
                slots.take(i, 1000);
              }
            },
            LEARNED);
    assertThat(place()).isNull();
    assertThat(fallbacks()).containsExactly(Map.entry("memory_taken", 1L));
    assertThat(available()).containsOnly(24);
  }

  @Test
  void doesNotUseADecisionThatTookTooLong() {
    report(0, 1, 2, 3);
    serving = serving(taking(20), LEARNED);
    Choice justInTime = placed();
    assertThat(justInTime.decisionNanos()).isEqualTo(20_000_000);
    serving = serving(taking(20.001), LEARNED);
    assertThat(place()).isNull();
    assertThat(fallbacks()).containsExactly(Map.entry("overrun", 1L));
    assertThat(available()).containsExactly(1024, 1024, 1024, 1024 - MB);
  }

  @Test
  void explainingCountsForNoBudget() {
    report(0, 1, 2, 3);
    serving = serving(PlacementTest::byNumber, null);
    List<String> lines = new ArrayList<>();
    Logger slow =
        (Logger)
            Proxy.newProxyInstance(
                Logger.class.getClassLoader(),
                new Class<?>[] {Logger.class},
                (proxy, method, arguments) -> {
                  lines.add(method.getName());
                  clock.advanceMillis(30);
                  return method.getReturnType() == boolean.class ? true : null;
                });
    Placement explaining =
        new Placement(book, () -> serving, 0.5, 1, Duration.ofMillis(20), meters, clock, 1, slow);
    assertThat(explaining.place(request(MB, slots.of(action, 1)))).isNotNull();
    assertThat(lines).containsExactly("isDebugEnabled", "debug");
    assertThat(fallbacks()).isEmpty();
  }

  @Test
  void keepsExceptionsFromTheCaller() {
    report(0, 1, 2, 3);
    serving =
        serving(
            (view, asked, decision) -> {
              throw new IllegalStateException("broken");
            },
            LEARNED);
    assertFallback(Fallback.EXCEPTION);
    for (Error error :
        List.of(
            new NoSuchMethodError("another version"),
            new StackOverflowError(),
            new OutOfMemoryError("for a moment"),
            new AssertionError("never"))) {
      serving =
          serving(
              (view, asked, decision) -> {
                throw error;
              },
              LEARNED);
      assertThat(place()).isNull();
    }
    assertThat(fallbacks()).containsExactly(Map.entry("exception", 5L));
    serving = serving(PlacementTest::byNumber, LEARNED);
    assertThat(place()).isNotNull();
  }

  @Test
  void logsTheInvokerThatItTookInTheEndAndWhatItWasChosenFrom() {
    EventLog log = new EventLog();
    ClusterBook logged =
        new ClusterBook(
            new FreshnessSettings(Duration.ofSeconds(5), Duration.ZERO, 0.5), 100, clock, log);
    ReportIntake reports = new ReportIntake(logged, meters);
    for (int i = 0; i < INVOKERS; i++) {
      reports.take(new ReportDraft(i, ReportDraft.NOON).json());
    }
    clock.advanceMillis(1_000);
    int[] whole = new int[1];
    serving =
        serving(
            (view, asked, decision) -> {
              byNumber(view, asked, decision);
              whole[0] = decision.fingerprint();
              slots.take(3, 1000);
            },
            LEARNED);
    Placement logging =
        new Placement(logged, () -> serving, 0.5, 1, Duration.ofMillis(20), meters, clock, 1);
    ActionBook asked = logged.actions().book("guest", "guest/DH", MB);
    Choice placed =
        Objects.requireNonNull(
            logging.place(new Request("id", asked, pool(), 1, slots.of(asked, 1))));
    PolicySaid said = Objects.requireNonNull(placed.said());
    assertThat(said.invoker()).isEqualTo(placed.invoker()).isEqualTo(2);
    assertThat(said.candidates()).isEqualTo(3);
    assertThat(said.fingerprint()).isEqualTo(whole[0]);
    assertThat(said.propensity()).isEqualTo(1);
    assertThat(said.nanos()).isEqualTo(clock.getAsLong());
    assertThat(said.model()).isEqualTo(LEARNED.digest()).hasSize(12);
    assertThat(logging.lastFallback()).isNull();
  }

  @Test
  void asksThePolicyOfThePool() {
    report(0, 1, 2, 3);
    Policy low = new Policy("low", (view, asked, d) -> Arrays.fill(d.scores(), 0), new ArgMax());
    Policy high = new Policy("high", PlacementTest::byNumber, new ArgMax());
    serving = new Serving(high, low, LEARNED);
    Pool blackbox = new Pool(true, 1, new boolean[] {true, true, true}, memory(3));
    Choice placed =
        Objects.requireNonNull(
            placement.place(new Request("id", action, blackbox, 1, slots.of(action, 1))));
    assertThat(placed.invoker()).isEqualTo(1);
    assertThat(available()).containsExactly(1024, 1024 - MB, 1024, 1024);
  }

  @Test
  void placesIntoASharedContainerOfAFullInvoker() {
    report(0, 1, 2, 3);
    for (int i = 0; i < 3; i++) {
      Choice placed =
          Objects.requireNonNull(
              placement.place(new Request("id", action, pool(), 3, slots.of(action, 3))));
      assertThat(placed.invoker()).isEqualTo(3);
      book.dispatched(action, 3, 3);
      slots.take(3, i == 0 ? 1024 : 0);
    }
    Choice next =
        Objects.requireNonNull(
            placement.place(new Request("id", action, pool(), 3, slots.of(action, 3))));
    assertThat(next.invoker()).isEqualTo(2);
  }

  @Test
  void countsEachFallbackThoughItLogsOnlyTheFirst() {
    for (int i = 0; i < 1_000; i++) {
      assertThat(place()).isNull();
      clock.advanceMillis(i % 100 == 0 ? 61_000 : 1);
    }
    assertThat(fallbacks()).containsExactly(Map.entry("stale_metrics", 1_000L));
  }

  private static void byNumber(ClusterView view, Action asked, Decision decision) {
    for (int i = 0; i < decision.count(); i++) {
      decision.scores()[i] = decision.candidates()[i];
    }
  }

  private Scorer taking(double millis) {
    return (view, asked, decision) -> {
      byNumber(view, asked, decision);
      clock.advanceMillis(millis);
    };
  }

  private static Serving serving(Scorer scorer, @Nullable Served served) {
    Policy policy = new Policy("by-number", scorer, new ArgMax());
    return new Serving(policy, policy, served);
  }

  private Choice placed() {
    return Objects.requireNonNull(place());
  }

  private @Nullable Choice place() {
    return placement.place(request(MB, slots.of(action, 1)));
  }

  private Request request(int memoryMb, MemorySlots own) {
    ActionBook asked =
        memoryMb == MB ? action : book.actions().book("guest", "guest/large", memoryMb);
    return new Request("id", asked, pool(), 1, own);
  }

  private Pool pool() {
    return new Pool(false, 0, usable, memory(INVOKERS));
  }

  private static int[] memory(int count) {
    int[] memoryMb = new int[count];
    Arrays.fill(memoryMb, 2048);
    return memoryMb;
  }

  private void report(int... invokers) {
    for (int invoker : invokers) {
      intake.take(new ReportDraft(invoker, NOON + reported++).json());
    }
  }

  private void assertFallback(Fallback reason) {
    int[] before = available();
    assertThat(place()).isNull();
    assertThat(fallbacks()).containsExactly(Map.entry(reason.label(), 1L));
    assertThat(available()).isEqualTo(before);
  }

  private int[] available() {
    int[] available = new int[INVOKERS];
    Arrays.setAll(available, slots::availableMb);
    return available;
  }

  /** Those that occurred. */
  private Map<String, Long> fallbacks() {
    Map<String, Long> counts = new HashMap<>();
    for (Fallback reason : Fallback.values()) {
      long count = meters.total(OperatorMetric.FALLBACKS, reason.label());
      if (count > 0) {
        counts.put(reason.label(), count);
      }
    }
    return counts;
  }
}
