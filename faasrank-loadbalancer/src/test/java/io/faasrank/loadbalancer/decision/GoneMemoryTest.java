package io.faasrank.loadbalancer.decision;

import static io.faasrank.loadbalancer.cluster.ReportDraft.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.loadbalancer.cluster.ActionBook;
import io.faasrank.loadbalancer.cluster.ClusterBook;
import io.faasrank.loadbalancer.cluster.Dispatch;
import io.faasrank.loadbalancer.cluster.FreshnessSettings;
import io.faasrank.loadbalancer.cluster.HandClock;
import io.faasrank.loadbalancer.cluster.Pool;
import io.faasrank.loadbalancer.cluster.ReportDraft;
import io.faasrank.loadbalancer.cluster.ReportIntake;
import io.faasrank.loadbalancer.cluster.SemaphoreSlots;
import io.faasrank.loadbalancer.observe.Meters;
import io.faasrank.loadbalancer.observe.RecordingSink;
import io.faasrank.policy.Policies;
import io.faasrank.policy.Policy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Guards against an invoker that is empty after a restart and gets nothing, since OpenWhisk holds
 * its memory for activations that are gone, and against memory that is then given out twice. One of
 * two invokers of 1,024 MB was restarted when three of its four places were taken.
 */
final class GoneMemoryTest {

  private static final int MB = 256;

  private final HandClock clock = new HandClock();
  private final Meters meters = new Meters(new RecordingSink());
  private final ClusterBook book =
      new ClusterBook(new FreshnessSettings(Duration.ofSeconds(5), Duration.ZERO, 0.5), 100, clock);
  private final List<Dispatch> dispatches = new ArrayList<>();
  private final ReportIntake intake = new ReportIntake(book, meters, dispatches::forEach);
  private final SemaphoreSlots slots = new SemaphoreSlots(2, 1024);
  private final ActionBook action = book.actions().book("guest", "guest/DH", MB);
  private final Policy leastConnections = Policies.create("least-connections", () -> null);
  private final Placement placement =
      new Placement(
          book,
          () -> new Serving(leastConnections, leastConnections, null),
          0.5,
          1,
          Duration.ofMillis(20),
          meters,
          clock,
          1);

  @BeforeEach
  void restart() {
    intake.take(new ReportDraft(0, NOON).started(NOON).report());
    intake.take(new ReportDraft(1, NOON).started(NOON).report());
    for (int i = 0; i < 3; i++) {
      dispatches.add(book.dispatched(action, 0, 1));
    }
    slots.take(0, 3 * MB);
    clock.advanceMillis(1_000);
    intake.take(new ReportDraft(0, NOON + 1_000).started(NOON + 900).report());
    assertThat(book.goneMb(0)).isEqualTo(3 * MB);
  }

  @Test
  void isGivenOutOnceMore() {
    assertThat(placed()).containsExactly(0, 1, 0, 1, 0, 1, 0, 1);
    assertThat(slots.availableMb(0)).isEqualTo(-3 * MB);
    assertThat(slots.availableMb(1)).isZero();
    Choice overloaded = Objects.requireNonNull(place());
    assertThat(overloaded.overloaded()).isTrue();
  }

  @Test
  void isNotGivenOutWhereOpenWhiskHasItBack() {
    book.timedOut(dispatches.get(0));
    slots.release(0, action, 1);
    assertThat(placed()).containsExactly(0, 1, 0, 1, 0, 1, 0, 1);
    assertThat(slots.availableMb(0)).isEqualTo(-2 * MB);
    for (Dispatch dispatch : dispatches) {
      book.timedOut(dispatch);
    }
    slots.release(0, action, 1);
    slots.release(0, action, 1);
    assertThat(slots.availableMb(0)).isZero();
    assertThat(book.goneMb(0)).isZero();
  }

  @Test
  void isNoneOfHashings() {
    Choice placed = Objects.requireNonNull(placement.shadow(request()));
    assertThat(placed.invoker()).isZero();
    slots.take(0, MB);
    assertThat(Objects.requireNonNull(placement.shadow(request())).agrees())
        .as("hashing finds memory on the other one alone")
        .isFalse();
  }

  /** Eight activations, all there is room for. */
  private List<Integer> placed() {
    List<Integer> invokers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Choice choice = Objects.requireNonNull(place());
      assertThat(choice.overloaded()).isFalse();
      invokers.add(choice.invoker());
      book.dispatched(action, choice.invoker(), 1);
    }
    return invokers;
  }

  private Choice place() {
    return Objects.requireNonNull(placement.place(request()));
  }

  private Request request() {
    Pool pool = new Pool(false, 0, new boolean[] {true, true}, new int[] {1024, 1024});
    return new Request("a", action, pool, 1, slots.of(action, 1));
  }
}
