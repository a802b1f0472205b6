package io.faasrank.loadbalancer.cluster;

import static io.faasrank.loadbalancer.cluster.ReportDraft.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.loadbalancer.observe.Meters;
import io.faasrank.loadbalancer.observe.OperatorMetric;
import io.faasrank.loadbalancer.observe.RecordingSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Guards against activations that are believed to run on an invoker whose process ended with them,
 * and against a controller that, newly started itself, takes a busy cluster for an empty one.
 */
final class RestartedProcessesTest {

  private static final int LAG = 40;
  private static final int MB = 256;

  private final HandClock clock = new HandClock();
  private final Meters meters = new Meters(new RecordingSink());
  private final ClusterBook book =
      new ClusterBook(
          new FreshnessSettings(Duration.ofSeconds(5), Duration.ofSeconds(1), 0.5), 100, clock);
  private final List<Dispatch> dispatches = new ArrayList<>();
  private final ReportIntake intake = new ReportIntake(book, meters, dispatches::forEach);
  private final ActionBook action = book.actions().book("guest", "guest/DH", MB);
  private final ActionBook other = book.actions().book("guest", "guest/EG", MB);
  private long invokerMillis = NOON;

  /** Two reports set the shortest lag to zero. */
  @BeforeEach
  void beginWithEmptyInvoker() {
    intake.take(new ReportDraft(0, NOON).json());
    advance(1_000);
  }

  @Test
  void doesNotUseAnInvokerYetThatAnotherProcessReportsFor() {
    assertThat(book.freshness(0, clock.getAsLong())).isEqualTo(Freshness.FRESH);
    intake.take(new ReportDraft(0, invokerMillis).by("host-7").json());
    assertThat(book.freshness(0, clock.getAsLong())).isEqualTo(Freshness.NOT_YET_USABLE);
  }

  @Test
  void aRestartEndsWhatThePredecessorHadAndNothingElse() {
    intake.take(new ReportDraft(0, invokerMillis).started(NOON).idle(other, 2).json());
    book.dispatched(other, 1, 1);
    Dispatch first = dispatched(action, 1);
    Dispatch second = dispatched(action, 1);
    advance(3_000);
    long restart = invokerMillis;
    advance(1_000);
    Dispatch after = dispatched(other, 1);
    advance(50);
    arrive(new ReportDraft(0, invokerMillis).started(restart).working(1, MB), LAG);

    assertThat(book.invoker(0).inflight).hasValue(1);
    assertThat(book.invoker(0).reservedMb).hasValue(MB);
    assertThat(action.inflight(0)).isZero();
    assertThat(other.inflight(0)).isOne();
    assertThat(other.inflight(1)).isOne();
    assertThat(other.idle(0)).isZero();
    assertThat(idleMb()).isZero();
    assertThat(book.goneMb(0)).isEqualTo(2 * MB);
    assertThat(meters.total(OperatorMetric.GONE)).isEqualTo(2);
    // their time-outs, or acknowledgements of what the new process took up, change nothing more
    book.timedOut(first);
    book.completed(second);
    book.completed(second);
    assertThat(book.goneMb(0)).isZero();
    assertThat(book.invoker(0).inflight).hasValue(1);
    assertThat(action.idle(0)).isZero();
    book.completed(after);
    assertThat(book.invoker(0).inflight).hasValue(0);
    assertThat(book.invoker(0).workMbMillis).hasValue(0);
  }

  @Test
  void whatIsGoneIsCountedOnceThoughTheInvokerRestartsAgain() {
    intake.take(new ReportDraft(0, invokerMillis).started(NOON).json());
    Dispatch first = dispatched(action, 1);
    advance(2_000);
    intake.take(new ReportDraft(0, invokerMillis).started(invokerMillis).json());
    Dispatch second = dispatched(other, 1);
    advance(2_000);
    intake.take(new ReportDraft(0, invokerMillis).started(invokerMillis).json());
    assertThat(meters.total(OperatorMetric.GONE)).isEqualTo(2);
    book.timedOut(first);
    book.timedOut(second);
    assertThat(book.goneMb(0)).isZero();
  }

  @Test
  void onlyAnotherStartIsARestart() {
    intake.take(new ReportDraft(0, invokerMillis).started(NOON).json());
    dispatched(action, 1);
    advance(1_000);
    arrive(new ReportDraft(0, invokerMillis).started(NOON).working(1, MB), LAG);
    assertThat(book.invoker(0).inflight).hasValue(1);
    // a publisher of the release before does not tell, and ends nothing
    arrive(new ReportDraft(0, invokerMillis).working(1, MB), LAG);
    assertThat(book.invoker(0).inflight).hasValue(1);
    // an agent was updated beside an invoker that runs on: its host has not started again
    arrive(new ReportDraft(0, invokerMillis).started(NOON - 5_000).working(1, MB), LAG);
    assertThat(book.invoker(0).inflight).hasValue(1);
    assertThat(meters.total(OperatorMetric.GONE)).isZero();
  }

  @Test
  void aRestartedInvokerSettlesBeforeItIsRanked() {
    intake.take(new ReportDraft(0, invokerMillis).started(NOON).json());
    advance(2_000);
    intake.take(new ReportDraft(0, invokerMillis).started(NOON).json());
    assertThat(book.freshness(0, clock.getAsLong())).isEqualTo(Freshness.FRESH);
    advance(300);
    intake.take(new ReportDraft(0, invokerMillis).started(invokerMillis - 100).json());
    assertThat(book.freshness(0, clock.getAsLong())).isEqualTo(Freshness.NOT_YET_USABLE);
  }

  @Test
  void aSoleControllerThatWasRestartedSeesWhatRunsUntilItHasEnded() {
    ReportDraft first = new ReportDraft(2, invokerMillis).working(3, 3 * MB);
    intake.take(first.running(action, 2, 0).running(other, 1, 0).json());
    assertSeen(3, 3 * MB, 2);
    // its own come on top
    Dispatch own = book.dispatched(action, 2, 1);
    assertSeen(4, 4 * MB, 3);
    advance(500);
    ReportDraft second = new ReportDraft(2, invokerMillis).working(3, 3 * MB);
    intake.take(second.running(action, 2, 0).running(other, 1, 0).json());
    assertSeen(3, 3 * MB, 2);
    advance(500);
    intake.take(new ReportDraft(2, invokerMillis).working(1, MB).running(action, 1, 2).json());
    assertSeen(1, MB, 1);
    // from here on nothing unknown can be there, whatever a report seems to show
    advance(500);
    intake.take(new ReportDraft(2, invokerMillis).working(2, 2 * MB).running(action, 2, 1).json());
    assertSeen(1, MB, 1);
    book.completed(own);
    assertSeen(0, 0, 0);
  }

  @Test
  void whatWasGivenUpIsSeenAsLongAsItRuns() {
    Dispatch dispatch = book.dispatched(action, 2, 1);
    advance(500);
    intake.take(new ReportDraft(2, invokerMillis).working(1, MB).running(action, 1, 0).json());
    advance(500);
    book.timedOut(dispatch);
    assertSeen(0, 0, 0);
    advance(500);
    intake.take(new ReportDraft(2, invokerMillis).working(1, MB).running(action, 1, 0).json());
    assertSeen(1, MB, 1);
    advance(500);
    intake.take(new ReportDraft(2, invokerMillis).idle(action, 1).json());
    assertSeen(0, 0, 0);
    assertThat(action.idle(2)).isEqualTo(1);
  }

  private void assertSeen(int inflight, int reservedMb, int ofAction) {
    assertThat(book.invoker(2).inflight()).isEqualTo(inflight);
    assertThat(book.invoker(2).reservedMb()).isEqualTo(reservedMb);
    assertThat(action.inflight(2)).isEqualTo(ofAction);
    assertThat(action.inflight()).isEqualTo(ofAction);
  }

  private Dispatch dispatched(ActionBook of, int maxConcurrent) {
    Dispatch dispatch = book.dispatched(of, 0, maxConcurrent);
    dispatches.add(dispatch);
    return dispatch;
  }

  private void advance(double millis) {
    clock.advanceMillis(millis);
    invokerMillis += Math.round(millis);
  }

  /** Lets the report arrive so many milliseconds from now. */
  private void arrive(ReportDraft report, double millis) {
    advance(millis);
    intake.take(report.json());
  }

  private int idleMb() {
    return book.invoker(0).idleMemoryMb.get();
  }
}
