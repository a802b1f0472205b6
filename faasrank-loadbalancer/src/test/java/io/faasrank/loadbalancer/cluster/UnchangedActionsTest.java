package io.faasrank.loadbalancer.cluster;

import static io.faasrank.loadbalancer.cluster.ReportDraft.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.faasrank.cluster.ActionReport;
import io.faasrank.cluster.ContainerReport;
import io.faasrank.cluster.InvokerReport;
import io.faasrank.loadbalancer.observe.Meters;
import io.faasrank.loadbalancer.observe.MetricSink;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Guards against a book that keeps of an action what no longer holds, since its report was passed
 * over as being as before. Two books see the same invokers, dispatches and completions; one takes
 * every action of every report anew, and both must say the same after each report.
 */
final class UnchangedActionsTest {

  private static final int INVOKERS = 3;
  private static final int ACTIONS = 14;
  private static final int MB = 256;

  private final HandClock clock = new HandClock();
  private final World passing = new World(ListedActions.WHOLE_NANOS, 100);
  private final World whole = new World(0, 100);
  private final List<InvokerState> invokers = new ArrayList<>();
  private final Random random = new Random();
  private double millis;
  private long compared;

  /** One controller. */
  private final class World {

    final ClusterBook book;
    final List<Dispatch> open = new ArrayList<>();
    final ReportIntake intake;

    World(long wholeNanos, int maxActions) {
      FreshnessSettings freshness =
          new FreshnessSettings(Duration.ofSeconds(5), Duration.ofSeconds(1), 0.5);
      book = new ClusterBook(freshness, maxActions, clock);
      intake = new ReportIntake(book, new Meters(MetricSink.NONE), open::forEach, wholeNanos);
    }

    ActionBook action(int index) {
      return book.actions().book("guest", "guest/a" + index, MB);
    }
  }

  /** What an invoker would report, and its reports on their way. */
  private static final class InvokerState {

    final List<ActionReport> actions = new ArrayList<>();
    final Deque<InvokerReport> onTheirWay = new ArrayDeque<>();
    long startedAtMillis = NOON;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void whatIsAsBeforeIsAsIfTakenAnew(long seed) {
    random.setSeed(seed);
    for (int i = 0; i < INVOKERS; i++) {
      invokers.add(new InvokerState());
    }
    for (int step = 0; step < 2_500; step++) {
      advance(random.nextInt(400) == 0 ? 11_000 : random.nextDouble() * 60);
      switch (random.nextInt(10)) {
        case 0, 1, 2 -> dispatch(random.nextInt(INVOKERS), random.nextInt(ACTIONS));
        case 3, 4 -> end(random.nextInt(8) > 0);
        case 5 -> disturb();
        default -> report(random.nextInt(INVOKERS));
      }
    }
    assertThat(compared).isGreaterThan(800);
  }

  private void disturb() {
    switch (random.nextInt(6)) {
      case 0 -> {
        int controllers = 1 + random.nextInt(2);
        passing.book.controllers(controllers);
        whole.book.controllers(controllers);
      }
      case 1 -> {
        // more than the book remembers
        int invoker = random.nextInt(INVOKERS);
        dispatch(invoker, random.nextInt(ACTIONS));
        for (int i = 0; i < 70; i++) {
          dispatch(invoker, 0);
          end(true);
        }
      }
      case 2 -> invokers.get(random.nextInt(INVOKERS)).startedAtMillis = now();
      default -> {}
    }
  }

  private void dispatch(int invoker, int action) {
    int concurrency = action % 5 == 0 ? 3 : 1;
    passing.open.add(passing.book.dispatched(passing.action(action), invoker, concurrency));
    whole.open.add(whole.book.dispatched(whole.action(action), invoker, concurrency));
  }

  private void end(boolean acknowledged) {
    if (!passing.open.isEmpty()) {
      int which = random.nextInt(passing.open.size());
      for (World world : List.of(passing, whole)) {
        Dispatch dispatch = world.open.remove(which);
        if (acknowledged) {
          world.book.completed(dispatch);
        } else {
          world.book.timedOut(dispatch);
        }
      }
    }
  }

  /** The invoker changes a little and samples a report; the oldest on its way may arrive. */
  private void report(int number) {
    InvokerState invoker = invokers.get(number);
    change(invoker.actions);
    List<ActionReport> listed = new ArrayList<>(invoker.actions);
    int running =
        listed.stream().mapToInt(each -> Objects.requireNonNullElse(each.running(), 0)).sum();
    InvokerReport fixed =
        new ReportDraft(number, now())
            .started(invoker.startedAtMillis)
            .working(running, running * MB)
            .report();
    ContainerReport containers = Objects.requireNonNull(fixed.containers());
    invoker.onTheirWay.add(
        new InvokerReport(
            number,
            fixed.uniqueName(),
            fixed.startedAtMillis(),
            fixed.sampledAtMillis(),
            fixed.resources(),
            new ContainerReport(
                2048, containers.reservedMemoryMb(), 512, running, null, 0, 0, 0, listed)));
    while (invoker.onTheirWay.size() > random.nextInt(3)) {
      InvokerReport report = invoker.onTheirWay.remove();
      passing.intake.take(report);
      whole.intake.take(report);
      compare();
    }
  }

  private void change(List<ActionReport> actions) {
    for (int changes = random.nextInt(3); changes > 0; changes--) {
      int action = random.nextInt(ACTIONS);
      String name = "guest/a" + action;
      actions.removeIf(each -> each.name().equals(name) && random.nextBoolean());
      if (random.nextInt(4) > 0) {
        Integer running = random.nextInt(4) == 0 ? null : Integer.valueOf(random.nextInt(3));
        ActionReport report =
            new ActionReport(
                "guest", name, MB, random.nextInt(3), running, 1, 400, random.nextInt(3), 80);
        int place = 0;
        while (place < actions.size() && !actions.get(place).name().equals(name)) {
          place++;
        }
        if (place < actions.size()) {
          actions.set(place, report);
        } else {
          actions.add(report);
        }
      }
    }
    if (random.nextInt(10) == 0) {
      // as in another full report: none is the same object, and their order is another
      actions.replaceAll(UnchangedActionsTest::copy);
      Collections.shuffle(actions, random);
    }
  }

  private static ActionReport copy(ActionReport of) {
    return new ActionReport(
        of.namespace(),
        of.name(),
        of.memoryMb(),
        of.idleWarm(),
        of.running(),
        of.initialisations(),
        of.initMillis(),
        of.runs(),
        of.runMillis());
  }

  private void compare() {
    for (int i = 0; i < INVOKERS; i++) {
      InvokerBook one = passing.book.invoker(i);
      InvokerBook other = whole.book.invoker(i);
      assertThat(one.idleMemoryMb).hasValue(other.idleMemoryMb.get());
      assertThat(one.inflight()).isEqualTo(other.inflight());
      assertThat(one.reservedMb()).isEqualTo(other.reservedMb());
      assertThat(one.queued()).isEqualTo(other.queued());
      for (int a = 0; a < ACTIONS; a++) {
        String which = "action %s on invoker %s".formatted(a, i);
        assertThat(passing.action(a).idle(i)).as(which).isEqualTo(whole.action(a).idle(i));
        assertThat(passing.action(a).inflight(i)).as(which).isEqualTo(whole.action(a).inflight(i));
      }
    }
    for (int a = 0; a < ACTIONS; a++) {
      assertSameSeconds(passing.action(a).runSeconds(), whole.action(a).runSeconds());
      assertSameSeconds(passing.action(a).initSeconds(), whole.action(a).initSeconds());
      assertThat(passing.action(a).idle()).isEqualTo(whole.action(a).idle());
    }
    compared++;
  }

  private static void assertSameSeconds(float one, float other) {
    if (Float.isNaN(other)) {
      assertThat(one).isNaN();
    } else {
      assertThat(one).isCloseTo(other, within(1e-6f));
    }
  }

  @Test
  void anActionThatWasForgottenIsTakenAnewWithTheNextReport() {
    World small = new World(ListedActions.WHOLE_NANOS, 8);
    ReportDraft draft = draft(8);
    small.intake.take(draft.report());
    advance(500);
    for (int i = 0; i < 20; i++) {
      small.book.completed(small.book.dispatched(small.action(100 + i), 1, 1));
    }
    small.book.trimActions();
    ActionBook again = small.action(3);
    assertThat(again.idle(0)).isZero();
    small.intake.take(draft(8).report());
    assertThat(again.idle(0)).isEqualTo(2);
    assertThat(again.runSeconds()).isEqualTo(0.12f);
  }

  private ReportDraft draft(int actions) {
    ReportDraft draft = new ReportDraft(0, now());
    for (int i = 0; i < actions; i++) {
      draft.measured(whole.action(i), 2, 1, 400, 5, 120);
    }
    return draft;
  }

  private void advance(double byMillis) {
    clock.advanceMillis(byMillis);
    millis += byMillis;
  }

  private long now() {
    return NOON + Math.round(millis);
  }
}
