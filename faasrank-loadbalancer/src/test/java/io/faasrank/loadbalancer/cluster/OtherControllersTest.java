package io.faasrank.loadbalancer.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.loadbalancer.observe.Meters;
import io.faasrank.loadbalancer.observe.RecordingSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Guards against a view that knows less than there is, or counts an activation twice: once from
 * another controller's announcement and once from a report that shows it. Two controllers share two
 * invokers of 2,048 MB.
 */
final class OtherControllersTest {

  private static final int MB = 256;

  private final HandClock clock = new HandClock();
  private final Controller here = new Controller("0");
  private final Controller there = new Controller("1");
  private long millis = ReportDraft.NOON;

  @BeforeEach
  void begin() {
    report(new ReportDraft(0, millis));
    report(new ReportDraft(1, millis));
    advance(1_000);
  }

  @Test
  void aViewIsOwnAndOthersAtOnce() {
    here.dispatch("a", 0);
    there.dispatch("a", 0);
    there.dispatch("a", 0);
    there.dispatch("b", 1);
    exchange();
    assertSeen(here, 0, 3, 3 * MB);
    assertSeen(there, 0, 3, 3 * MB);
    assertSeen(here, 1, 1, MB);
    assertThat(here.action("a").inflight(0)).isEqualTo(3);
    assertThat(here.action("a").inflight()).isEqualTo(3);
    assertThat(here.action("b").inflight(1)).isEqualTo(1);
    float[] column = new float[2];
    here.action("a").inflight(0, 2, column);
    assertThat(column).containsExactly(3, 0);
    assertThat(here.book.sums(pool()).get(PoolSums.Quantity.INFLIGHT)).isEqualTo(4);
    assertThat(here.book.sums(pool()).get(PoolSums.Quantity.RESERVED_MB)).isEqualTo(4 * MB);
    assertThat(here.book.invoker(0).workMbMillis()).isEqualTo(there.book.invoker(0).workMbMillis());
  }

  @Test
  void aReportThatShowsWhatIsAnnouncedAddsNothing() {
    here.dispatch("a", 0);
    there.dispatch("a", 0);
    there.dispatch("b", 0);
    exchange();
    advance(500);
    ReportDraft report = new ReportDraft(0, millis).working(3, 3 * MB);
    report(report.running(here.action("a"), 2, 0).running(here.action("b"), 1, 0));
    assertSeen(here, 0, 3, 3 * MB);
    assertThat(here.action("a").inflight(0)).isEqualTo(2);
    assertThat(here.action("b").inflight(0)).isEqualTo(1);
    // it ends there, and the announcement says so before the next report does
    there.complete(0);
    there.complete(0);
    exchange();
    advance(500);
    report(new ReportDraft(0, millis).working(1, MB).running(here.action("a"), 1, 0));
    assertSeen(here, 0, 1, MB);
    assertThat(here.action("a").inflight(0)).isEqualTo(1);
    assertThat(here.action("b").inflight(0)).isZero();
    assertThat(here.action("b").inflight()).isZero();
  }

  @Test
  void whatWaitsForOthersIsInTheQueueOfAFullInvoker() {
    for (int i = 0; i < 6; i++) {
      here.dispatch("a", 0);
      there.dispatch("a", 0);
    }
    exchange();
    advance(500);
    report(new ReportDraft(0, millis).working(8, 8 * MB).running(here.action("a"), 8, 0));
    assertSeen(here, 0, 12, 12 * MB);
    assertThat(here.book.invoker(0).queued()).isEqualTo(4);
    assertThat(there.book.invoker(0).queued()).isEqualTo(4);
  }

  @Test
  void whatAnotherStartedAMomentAgoDoesNotWaitWhereThereIsMemory() {
    there.dispatch("a", 0);
    exchange();
    report(new ReportDraft(0, millis));
    assertThat(here.book.invoker(0).queued()).isZero();
    assertSeen(here, 0, 1, MB);
  }

  @Test
  void aSilentControllerIsForgottenAndReportsTakeItsPlace() {
    there.dispatch("a", 0);
    there.dispatch("a", 0);
    exchange();
    assertThat(here.book.knowsOthers()).isTrue();
    advance(3_000);
    there.complete(0);
    here.others.age();
    assertSeen(here, 0, 2, 2 * MB);
    advance(2_001);
    here.others.age();
    assertThat(here.book.knowsOthers()).isFalse();
    assertSeen(here, 0, 0, 0);
    assertThat(here.action("a").inflight()).isZero();
    report(new ReportDraft(0, millis).working(1, MB).running(here.action("a"), 1, 0));
    assertSeen(here, 0, 1, MB);
    exchange();
    assertThat(here.book.knowsOthers()).isTrue();
    assertSeen(here, 0, 1, MB);
  }

  @Test
  void theSameAnnouncementAgainIsNoSignOfLife() {
    InflightReport last = there.own.report(millis);
    here.others.take(last);
    advance(4_000);
    here.others.take(last);
    advance(1_001);
    here.others.age();
    assertThat(here.book.knowsOthers()).isFalse();
  }

  @Test
  void itsOwnEchoIsNoOtherController() {
    here.dispatch("a", 0);
    here.others.take(here.own.report(millis));
    assertThat(here.book.knowsOthers()).isFalse();
    assertSeen(here, 0, 1, MB);
  }

  @Test
  void whatIsGoneIsNotAnnounced() {
    there.dispatch("a", 0);
    advance(1_000);
    report(new ReportDraft(0, millis).started(millis));
    advance(1_000);
    long restart = millis;
    advance(500);
    report(new ReportDraft(0, millis).started(restart));
    assertThat(there.book.invoker(0).inflight()).isZero();
    exchange();
    assertSeen(here, 0, 0, 0);
  }

  /** What OpenWhisk gives this controller, and what others leave of theirs, never all twice. */
  @Test
  void memoryBeyondTheShareIsWhatOthersLeave() {
    assertThat(here.book.beyondShareMb(0, 2048)).as("others are unknown").isZero();
    for (int i = 0; i < 3; i++) {
      there.dispatch("a", 0);
    }
    exchange();
    assertThat(here.book.beyondShareMb(0, 2048)).isEqualTo(1024 - 3 * MB);
    for (int i = 0; i < 3; i++) {
      there.dispatch("a", 0);
    }
    exchange();
    assertThat(here.book.beyondShareMb(0, 2048)).isEqualTo(-2 * MB);
  }

  private Pool pool() {
    return new Pool(false, 0, new boolean[] {true, true}, new int[] {2048, 2048});
  }

  private void exchange() {
    here.others.take(there.own.report(millis));
    there.others.take(here.own.report(millis));
    advance(1);
  }

  private void report(ReportDraft report) {
    here.intake.take(report.report());
    there.intake.take(report.report());
  }

  private void advance(int more) {
    clock.advanceMillis(more);
    millis += more;
  }

  private static void assertSeen(Controller by, int invoker, int inflight, int reservedMb) {
    assertThat(by.book.invoker(invoker).inflight()).isEqualTo(inflight);
    assertThat(by.book.invoker(invoker).reservedMb()).isEqualTo(reservedMb);
  }

  /** A controller's book and what feeds it. */
  private final class Controller {

    private final ClusterBook book =
        new ClusterBook(
            new FreshnessSettings(Duration.ofSeconds(5), Duration.ZERO, 0.5), 100, clock);
    private final List<Dispatch> open = new ArrayList<>();
    private final ReportIntake intake =
        new ReportIntake(book, new Meters(new RecordingSink()), open::forEach);
    private final OwnInflight own;
    private final OtherControllers others;

    Controller(String id) {
      own = new OwnInflight(id, book, open::forEach);
      others = new OtherControllers(id, book);
      book.controllers(2);
    }

    ActionBook action(String name) {
      return book.actions().book("guest", "guest/" + name, MB);
    }

    void dispatch(String name, int invoker) {
      open.add(book.dispatched(action(name), invoker, 1));
    }

    /** Ends the oldest on the invoker. */
    void complete(int invoker) {
      for (Dispatch dispatch : open) {
        if (dispatch.invoker() == invoker) {
          book.completed(dispatch);
          open.remove(dispatch);
          return;
        }
      }
    }
  }
}
