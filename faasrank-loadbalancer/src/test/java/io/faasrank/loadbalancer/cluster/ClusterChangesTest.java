package io.faasrank.loadbalancer.cluster;

import static io.faasrank.loadbalancer.cluster.ReportDraft.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.cluster.ClusterSums;
import io.faasrank.loadbalancer.decision.Choice;
import io.faasrank.loadbalancer.decision.DecisionLedger;
import io.faasrank.loadbalancer.decision.Mode;
import io.faasrank.loadbalancer.decision.ModeSwitch;
import io.faasrank.loadbalancer.decision.Outcome;
import io.faasrank.loadbalancer.decision.Placement;
import io.faasrank.loadbalancer.decision.Request;
import io.faasrank.loadbalancer.decision.Serving;
import io.faasrank.loadbalancer.observe.Meters;
import io.faasrank.loadbalancer.observe.OperatorMetric;
import io.faasrank.loadbalancer.observe.RecordingSink;
import io.faasrank.policy.Policies;
import io.faasrank.policy.Policy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Guards book, view and OpenWhisk's slots against one another while the cluster changes under what
 * is in flight: invokers come and go, get another memory or another name, controllers come and go,
 * activations share containers. {@link StockSlots} does what OpenWhisk's own state does.
 */
final class ClusterChangesTest {

  private static final int MB = 256;

  private record Sent(ActionBook action, int invoker, int maxConcurrent) {}

  private final HandClock clock = new HandClock();
  private final Meters meters = new Meters(new RecordingSink());
  private final ClusterBook book =
      new ClusterBook(new FreshnessSettings(Duration.ofSeconds(5), Duration.ZERO, 0), 100, clock);
  private final DecisionLedger ledger =
      new DecisionLedger(book, new ModeSwitch(Mode.FAASRANK, meters), "least-connections", meters);
  private final ReportIntake intake = new ReportIntake(book, meters, ledger);
  private final OtherControllers others = new OtherControllers("0", book);
  private final Policy policy = Policies.create("least-connections", () -> null);
  private final Placement placement =
      new Placement(
          book,
          () -> new Serving(policy, policy, null),
          0,
          1,
          Duration.ofSeconds(10),
          meters,
          clock,
          1);
  private final StockSlots slots = new StockSlots();
  private final LiveView view = new LiveView(book);
  private final ActionBook action = book.actions().book("guest", "guest/DH", MB);
  private final Map<String, Sent> sent = new LinkedHashMap<>();
  private final Map<String, Choice> choices = new HashMap<>();
  private Pool pool = pool(new boolean[] {true, true}, 1024, 1024);
  private int ids;

  @Test
  void aClusterThatGrowsKeepsWhatIsInFlight() {
    place(3);
    pool = pool(new boolean[] {true, true, true, true}, 1024, 1024, 1024, 1024);
    assertThat(sums().invokers()).isEqualTo(4);
    assertThat(sums().inflight()).isEqualTo(3);
    assertThat(sums().reservedMb()).isEqualTo(3 * MB);
    place(3);
    assertThat(inflight()).containsExactly(2, 2, 1, 1);
    assertThat(slots.availableMb(3)).isEqualTo(1024 - MB);
    endAll();
    assertNothingIsLeft(1024, 1024, 1024, 1024);
  }

  /** OpenWhisk never takes a number away: what goes is offline, and what it had is timed out. */
  @Test
  void aClusterThatShrinksStillEndsWhatIsInFlightThere() {
    place(4);
    pool = pool(new boolean[] {true, false}, 1024, 1024);
    assertThat(sums().invokers()).isEqualTo(1);
    assertThat(sums().inflight()).isEqualTo(2);
    assertThat(sums().actionInflight()).isEqualTo(2);
    place(2);
    assertThat(inflight()).containsExactly(4, 2);
    endAll();
    assertNothingIsLeft(1024, 1024);
    pool = pool(new boolean[] {true, true}, 1024, 1024);
    place(2);
    assertThat(inflight()).containsExactly(1, 1);
  }

  /** OpenWhisk keeps the slots that a number first had, the pings tell the memory of now. */
  @Test
  void anInvokerThatComesBackSmallerIsFullWhenItIs() {
    pool = pool(new boolean[] {true, true}, 512, 1024);
    place(6);
    assertThat(inflight()).containsExactly(2, 4);
    assertThat(slots.availableMb(0)).as("stock goes on to 1024").isEqualTo(2 * MB);
    assertThat(place().overloaded()).isTrue();
    endAll();
    assertNothingIsLeft(1024, 1024);
  }

  @Test
  void anInvokerThatComesBackLargerIsUsedAsFarAsItsSlotsGo() {
    pool = pool(new boolean[] {true, true}, 2048, 1024);
    place(8);
    assertThat(inflight()).containsExactly(4, 4);
    assertThat(view().freeMemoryMb(0)).isEqualTo(1024);
    assertThat(place().overloaded()).isTrue();
    endAll();
    assertNothingIsLeft(1024, 1024);
  }

  /** Its process is another one, so it settles anew; nobody has said that the other one is gone. */
  @Test
  void anInvokerOfAnotherNameKeepsWhatIsInFlight() {
    intake.take(new ReportDraft(0, NOON).by("a").started(NOON).report());
    place(2);
    clock.advanceMillis(100);
    intake.take(new ReportDraft(0, NOON + 100).by("b").started(NOON).working(1, MB).report());
    assertThat(inflight()).containsExactly(1, 1);
    clock.advanceMillis(1_000);
    long restarted = NOON + 1_000;
    clock.advanceMillis(100);
    intake.take(new ReportDraft(0, NOON + 1_200).by("c").started(restarted).report());
    assertThat(inflight()).containsExactly(0, 1);
    assertThat(slots.availableMb(0)).as("OpenWhisk waits for the time-out").isEqualTo(1024 - MB);
    endAll();
    assertNothingIsLeft(1024, 1024);
  }

  /** OpenWhisk forgets what is in flight and releases it all the same, into more than there is. */
  @Test
  void anotherNumberOfControllersLosesNothingInTheBook() {
    place(6);
    slots.controllers(2);
    book.controllers(2);
    others.take(new InflightReport("1", 1, List.of()));
    assertThat(slots.availableMb(0)).isEqualTo(512);
    assertThat(view().freeMemoryMb(0)).isEqualTo(MB);
    assertThat(sums().inflight()).isEqualTo(6);
    // by its slots OpenWhisk would send two more to each, but there is memory for one
    assertThat(place().overloaded()).isFalse();
    assertThat(place().overloaded()).isFalse();
    assertThat(place().overloaded()).isTrue();
    endAll();
    assertThat(book.invoker(0).inflight()).isZero();
    assertThat(book.invoker(1).reservedMb()).isZero();
    assertThat(slots.availableMb(0) + slots.availableMb(1)).isEqualTo(2 * 512 + 6 * MB);
    place(8);
    assertThat(inflight()).containsExactly(4, 4);
    assertThat(place().overloaded()).as("though the slots have more").isTrue();
  }

  @Test
  void withAllOthersKnownTheSharesDoNotBind() {
    slots.controllers(2);
    book.controllers(2);
    assertThat(placedUntilFull()).as("two of each share, while the other is unknown").isEqualTo(4);
    endAll();
    others.take(new InflightReport("1", 1, List.of()));
    assertThat(placedUntilFull()).isEqualTo(8);
    assertThat(slots.availableMb(0) + slots.availableMb(1)).isEqualTo(1024 - 9 * MB);
    endAll();
    assertNothingIsLeft(512, 512);
  }

  /** The memory that the book takes for shared containers is what OpenWhisk's semaphores take. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void sharedContainersTakeTheSameMemoryInTheBookAndInTheSlots(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    ActionBook shared = book.actions().book("guest", "guest/shared", 128);
    List<String> open = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      if (open.isEmpty() || random.nextInt(100) < 52) {
        ActionBook of = random.nextBoolean() ? action : shared;
        open.add(place(of, of == shared ? 3 : 1));
      } else {
        end(open.remove(random.nextInt(open.size())), Outcome.COMPLETED);
      }
      for (int invoker = 0; invoker < 2; invoker++) {
        assertThat(book.invoker(invoker).reservedMb()).isEqualTo(1024 - slots.availableMb(invoker));
        assertThat(view().freeMemoryMb(invoker)).isEqualTo(slots.availableMb(invoker));
      }
    }
    assertThat(meters.total(OperatorMetric.OVERLOADED, "least-connections")).isPositive();
    open.forEach(id -> end(id, Outcome.TIMED_OUT));
    assertNothingIsLeft(1024, 1024);
  }

  private Pool pool(boolean[] usable, int... memoryMb) {
    slots.invokers(memoryMb);
    return new Pool(false, 0, usable, memoryMb);
  }

  private int placedUntilFull() {
    int placed = 0;
    while (!place().overloaded()) {
      placed++;
    }
    return placed;
  }

  private void place(int count) {
    for (int i = 0; i < count; i++) {
      Choice unused = place();
    }
  }

  private Choice place() {
    String id = place(action, 1);
    return Objects.requireNonNull(choices.get(id));
  }

  private String place(ActionBook of, int maxConcurrent) {
    String id = "a" + ids++;
    Request request = new Request(id, of, pool, maxConcurrent, slots.of(of, maxConcurrent));
    Choice choice = Objects.requireNonNull(placement.place(request));
    assertThat(ledger.open(id, of, choice.invoker(), maxConcurrent, choice, null, null)).isTrue();
    sent.put(id, new Sent(of, choice.invoker(), maxConcurrent));
    choices.put(id, choice);
    return id;
  }

  private void end(String id, Outcome outcome) {
    Sent ended = Objects.requireNonNull(sent.remove(id));
    assertThat(ledger.close(id, outcome)).isTrue();
    slots.release(ended.invoker, ended.action, ended.maxConcurrent);
  }

  private void endAll() {
    List.copyOf(sent.keySet()).forEach(id -> end(id, Outcome.COMPLETED));
  }

  private LiveView view() {
    view.bind(pool, action, slots.of(action, 1), 1);
    return view;
  }

  private ClusterSums sums() {
    return view().sums(action.action());
  }

  private List<Integer> inflight() {
    return IntStream.range(0, pool.size()).mapToObj(position -> view().inflight(position)).toList();
  }

  private void assertNothingIsLeft(Integer... availableMb) {
    assertThat(ledger.inflight()).isZero();
    for (int i = 0; i < availableMb.length; i++) {
      assertThat(slots.availableMb(i)).isEqualTo(availableMb[i]);
      assertThat(book.invoker(i).inflight()).isZero();
      assertThat(book.invoker(i).reservedMb()).isZero();
      assertThat(book.goneMb(i)).isZero();
      assertThat(action.inflight(i)).isZero();
    }
  }
}
