package io.faasrank.loadbalancer.cluster;

import static io.faasrank.loadbalancer.cluster.ReportDraft.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.ResourceMetric;
import io.faasrank.loadbalancer.observe.Meters;
import io.faasrank.loadbalancer.observe.RecordingSink;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * Guards against a view that shows a policy another invoker's numbers, since positions of a pool
 * are not invoker numbers, and against unknown values that look like measured ones.
 */
final class LiveViewTest {

  private static final int MB = 256;

  private final HandClock clock = new HandClock();
  private final ClusterBook book =
      new ClusterBook(new FreshnessSettings(Duration.ofSeconds(5), Duration.ZERO, 0.5), 100, clock);
  private final ReportIntake intake = new ReportIntake(book, new Meters(new RecordingSink()));
  private final ActionBook action = book.actions().book("guest", "guest/DH", MB);
  private final SemaphoreSlots slots = new SemaphoreSlots(14, 1024);
  private final Pool pool =
      new Pool(
          true, 10, new boolean[] {true, true, false, true}, new int[] {2048, 2048, 2048, 512});
  private final LiveView view = new LiveView(book);
  private final Action identity = action.action();

  @Test
  void showsThePool() {
    bind(1);
    assertThat(view.size()).isEqualTo(4);
    assertThat(view.usable(0)).isTrue();
    assertThat(view.usable(2)).isFalse();
    assertThat(view.memoryMb(3)).isEqualTo(512);
    assertThat(view.usableCount()).isEqualTo(3);
  }

  @Test
  void showsAnInvokerThatNothingIsKnownOf() {
    bind(1);
    assertThat(view.freeMemoryMb(1)).isEqualTo(2048);
    assertThat(view.inflight(1)).isZero();
    assertThat(view.inflight(1, identity)).isZero();
    assertThat(view.idleWarm(1, identity)).isZero();
    assertThat(view.queued(1)).isZero();
    assertThat(view.idleMemoryMb(1)).isZero();
    assertThat(view.resources(1)).hasSize(ResourceMetric.COUNT).containsOnly(Float.NaN);
    assertThat(view.initSeconds(identity)).isNaN();
    assertThat(view.runSeconds(identity)).isNaN();
  }

  @Test
  void guessesUnknownCoresFromMemorySinceSomePoliciesDivideByThem() {
    bind(1);
    assertThat(view.cores(0)).isEqualTo(8);
    assertThat(view.cores(3)).isEqualTo(2);
    intake.take(new ReportDraft(13, NOON).cores(5).json());
    assertThat(view.cores(3)).isEqualTo(5);
  }

  @Test
  void countsWhatIsInFlightFromDispatchToCompletion() {
    bind(1);
    Dispatch first = book.dispatched(action, 11, 1);
    book.dispatched(book.actions().book("guest", "guest/EG", 512), 11, 1);
    assertThat(view.inflight(1)).isEqualTo(2);
    assertThat(view.inflight(1, identity)).isEqualTo(1);
    assertThat(view.freeMemoryMb(1)).isEqualTo(2048 - 256 - 512);
    assertThat(view.inflight(0)).isZero();
    book.completed(first);
    assertThat(view.inflight(1)).isEqualTo(1);
    assertThat(view.inflight(1, identity)).isZero();
    assertThat(view.freeMemoryMb(1)).isEqualTo(2048 - 512);
    assertThat(view.idleWarm(1, identity)).isEqualTo(1);
    assertThat(view.idleMemoryMb(1)).isEqualTo(256);
    book.dispatched(action, 11, 1);
    assertThat(view.idleWarm(1, identity)).isZero();
    assertThat(view.idleMemoryMb(1)).isZero();
  }

  @Test
  void showsFreeMemoryBelowZeroWhenOverloaded() {
    bind(1);
    for (int i = 0; i < 3; i++) {
      book.dispatched(action, 13, 1);
    }
    assertThat(view.freeMemoryMb(3)).isEqualTo(512 - 768);
  }

  @Test
  void addsWhatOtherControllersHaveThere() {
    book.controllers(2);
    book.dispatched(action, 11, 1);
    clock.advanceMillis(1_000);
    intake.take(
        new ReportDraft(11, NOON)
            .working(3, 3 * MB)
            .measured(action, 0, 2, 1500, 4, 250)
            .resource(ResourceMetric.CPU_LOAD_AVG, 3.5)
            .json());
    bind(1);
    assertThat(view.inflight(1)).isEqualTo(3);
    assertThat(view.inflight(1, identity)).isEqualTo(1);
    assertThat(view.freeMemoryMb(1)).isEqualTo(2048 - 3 * MB);
    assertThat(view.resources(1)[ResourceMetric.CPU_LOAD_AVG.ordinal()]).isEqualTo(3.5f);
    assertThat(view.initSeconds(identity)).isCloseTo(1.5f, within(1e-6f));
    assertThat(view.runSeconds(identity)).isCloseTo(0.25f, within(1e-6f));
  }

  @Test
  void showsTheReportedQueueAndIdleMemory() {
    intake.take(new ReportDraft(10, NOON).queued(6).idle(action, 3).idleMb(128).json());
    bind(1);
    assertThat(view.queued(0)).isEqualTo(6);
    assertThat(view.idleWarm(0, identity)).isEqualTo(3);
    assertThat(view.idleMemoryMb(0)).isEqualTo(3 * MB + 128);
  }

  @Test
  void showsNoMoreIdleMemoryThanTheInvokerHas() {
    bind(1);
    for (int i = 0; i < 5; i++) {
      ActionBook each = book.actions().book("guest", "guest/a" + i, MB);
      book.completed(book.dispatched(each, 13, 1));
    }
    assertThat(view.idleMemoryMb(3)).isEqualTo(512);
  }

  @Test
  void fitsByTheControllersOwnShare() {
    slots.take(11, 1024 - MB + 1);
    bind(1);
    assertThat(view.fits(0, identity)).isTrue();
    assertThat(view.fits(1, identity)).isFalse();
    slots.take(10, 1024 - MB);
    assertThat(view.fits(0, identity)).isTrue();
  }

  @Test
  void fitsIntoASharedContainerOfAFullInvoker() {
    MemorySlots own = bind(3);
    own.forceAcquire(11);
    book.dispatched(action, 11, 3);
    slots.take(11, 4096);
    assertThat(view.fits(1, identity)).isTrue();
    assertThat(view.freeMemoryMb(1)).isEqualTo(2048 - MB);
    book.dispatched(action, 11, 3);
    book.dispatched(action, 11, 3);
    assertThat(view.fits(1, identity)).isFalse();
    assertThat(view.freeMemoryMb(1)).isEqualTo(2048 - MB);
    assertThat(view.inflight(1, identity)).isEqualTo(3);
    assertThat(view.fits(0, identity)).isTrue();
  }

  @Test
  void ranksOnlyFreshInvokersWhenAsked() {
    intake.take(new ReportDraft(11, NOON).json());
    intake.take(new ReportDraft(12, NOON).json());
    bind(1);
    assertThat(view.usableCount()).isEqualTo(3);
    assertThat(view.freshCount()).isEqualTo(1);
    view.freshOnly(true);
    assertThat(usable()).containsExactly(false, true, false, false);
    view.freshOnly(false);
    assertThat(usable()).containsExactly(true, true, false, true);
    clock.advanceMillis(5_001);
    bind(1);
    assertThat(view.freshCount()).isZero();
  }

  @Test
  void turnsToPoolsOfAnySize() {
    boolean[] usable = new boolean[300];
    Arrays.fill(usable, true);
    intake.take(new ReportDraft(299, NOON).json());
    view.bind(new Pool(false, 0, usable, new int[300]), action, slots.of(action, 1), 1);
    assertThat(view.freshCount()).isEqualTo(1);
    bind(1);
    assertThat(view.usableCount()).isEqualTo(3);
    assertThat(view.freshCount()).isZero();
  }

  @Test
  void refusesQuestionsAboutAnotherAction() {
    bind(1);
    Action another = book.actions().book("guest", "guest/EG", MB).action();
    assertThatThrownBy(() -> view.idleWarm(0, another))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("guest/EG");
    assertThatThrownBy(() -> new LiveView(book).fits(0, identity))
        .isInstanceOf(IllegalStateException.class);
  }

  private MemorySlots bind(int maxConcurrent) {
    MemorySlots own = slots.of(action, maxConcurrent);
    view.bind(pool, action, own, maxConcurrent);
    return own;
  }

  private boolean[] usable() {
    boolean[] usable = new boolean[view.size()];
    for (int i = 0; i < usable.length; i++) {
      usable[i] = view.usable(i);
    }
    return usable;
  }
}
