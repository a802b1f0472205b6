package io.faasrank.loadbalancer.cluster;

import static io.faasrank.loadbalancer.cluster.ReportDraft.NOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.faasrank.cluster.ResourceMetric;
import io.faasrank.loadbalancer.observe.Meters;
import io.faasrank.loadbalancer.observe.OperatorMetric;
import io.faasrank.loadbalancer.observe.RecordingSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Guards against a view that counts an activation twice, once from the book and once from a report
 * that shows it, that keeps containers which are gone, and against documents that change what they
 * must not. Reports here reach the controller {@link #LAG} after they were sampled.
 */
final class ReportIntakeTest {

  /** Longer than the way of a message, shorter than the interval of reports. */
  private static final int LAG = 40;

  private static final int MB = 256;

  private final HandClock clock = new HandClock();
  private final Meters meters = new Meters(new RecordingSink());
  private final ClusterBook book =
      new ClusterBook(
          new FreshnessSettings(Duration.ofSeconds(5), Duration.ofSeconds(1), 0.5), 100, clock);
  private final ReportIntake intake = new ReportIntake(book, meters);
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
  void takesContainersAsReported() {
    intake.take(
        new ReportDraft(0, invokerMillis)
            .idle(action, 2)
            .measured(other, 0, 4, 500, 10, 80)
            .resource(ResourceMetric.CPU_USER, 123)
            .resource(ResourceMetric.MEMORY_FREE, 900)
            .cores(12)
            .json());

    ReportedInvoker reported = reported(0);
    assertThat(action.idle(0)).isEqualTo(2);
    assertThat(other.idle(0)).isZero();
    assertThat(other.initSeconds()).isCloseTo(0.5f, within(1e-6f));
    assertThat(other.runSeconds()).isCloseTo(0.08f, within(1e-6f));
    assertThat(idleMb()).isEqualTo(2 * MB);
    assertThat(reported.cores()).isEqualTo(12);
    // a change over half a second, and a level
    assertThat(reported.resources()[ResourceMetric.CPU_USER.ordinal()]).isEqualTo(246);
    assertThat(reported.resources()[ResourceMetric.MEMORY_FREE.ordinal()]).isEqualTo(900);
    assertThat(meters.total(OperatorMetric.REPORTS)).isEqualTo(2);
  }

  @Test
  void correctsIdleByADispatchThatTheReportCannotShow() {
    ReportDraft report = new ReportDraft(0, invokerMillis).idle(action, 2);
    advance(LAG / 2);
    book.dispatched(action, 0, 1);
    arrive(report, LAG / 2);

    assertThat(action.idle(0)).isEqualTo(1);
    assertThat(idleMb()).isEqualTo(MB);
    assertThat(reported(0).queued()).isZero();
  }

  @Test
  void countsADispatchOnItsWayAtTheSamplingAsUnseen() {
    book.dispatched(action, 0, 1);
    advance(5);
    arrive(new ReportDraft(0, invokerMillis).idle(action, 1), LAG);
    assertThat(action.idle(0)).isZero();
    assertThat(reported(0).queued()).isZero();
  }

  @Test
  void takesNoIdleContainerBelowZero() {
    ReportDraft report = new ReportDraft(0, invokerMillis).idle(action, 1);
    advance(20);
    book.dispatched(action, 0, 1);
    book.dispatched(action, 0, 1);
    arrive(report, 20);
    assertThat(action.idle(0)).isZero();
    assertThat(idleMb()).isZero();
  }

  @Test
  void correctsIdleByACompletionThatTheReportCannotShow() {
    Dispatch dispatch = book.dispatched(action, 0, 1);
    advance(500);
    ReportDraft report =
        new ReportDraft(0, invokerMillis).working(1, MB).measured(action, 0, 0, 0, 0, 0);
    advance(20);
    book.completed(dispatch);
    arrive(report, 20);
    assertThat(action.idle(0)).isEqualTo(1);
    assertThat(idleMb()).isEqualTo(MB);
  }

  @Test
  void replaysWhatHappenedSinceInItsOrder() {
    ReportDraft report = new ReportDraft(0, invokerMillis).idle(action, 1);
    for (int i = 0; i < 3; i++) {
      advance(12);
      Dispatch dispatch = book.dispatched(action, 0, 1);
      advance(12);
      book.completed(dispatch);
    }
    arrive(report, 5);
    // one container served all three
    assertThat(action.idle(0)).isEqualTo(1);
    assertThat(idleMb()).isEqualTo(MB);
  }

  @Test
  void countsAShortActivationThatBeganUnseenAsEndedUnseen() {
    Dispatch dispatch = book.dispatched(action, 0, 1);
    advance(5);
    ReportDraft report = new ReportDraft(0, invokerMillis).idle(action, 1);
    advance(5);
    book.completed(dispatch);
    arrive(report, LAG);
    assertThat(action.idle(0)).isEqualTo(1);
    assertThat(reported(0).queued()).isZero();
  }

  @Test
  void replaysSharedContainersByContainer() {
    ReportDraft report = new ReportDraft(0, invokerMillis).idle(action, 3);
    advance(20);
    List<Dispatch> dispatches = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      dispatches.add(book.dispatched(action, 0, 2));
    }
    advance(5);
    book.completed(dispatches.get(0));
    arrive(report, 15);
    // three activations in two containers of two; one of them is empty again
    assertThat(action.idle(0)).isEqualTo(2);
    assertThat(book.invoker(0).reservedMb).hasValue(MB);
  }

  @Test
  void derivesTheQueueFromWhatTheInvokerHasNotBegun() {
    for (int i = 0; i < 5; i++) {
      book.dispatched(action, 0, 1);
    }
    advance(500);
    ReportDraft report = new ReportDraft(0, invokerMillis).working(3, 3 * MB);
    advance(20);
    book.dispatched(action, 0, 1);
    arrive(report, 20);
    assertThat(reported(0).queued()).isEqualTo(2);
  }

  @Test
  void prefersTheQueueThatIsReported() {
    arrive(new ReportDraft(0, invokerMillis).working(3, 3 * MB).queued(7), LAG);
    assertThat(reported(0).queued()).isEqualTo(7);
  }

  @Test
  void findsTheShareOfOtherControllers() {
    book.controllers(2);
    Dispatch early = book.dispatched(action, 0, 1);
    book.dispatched(action, 0, 1);
    advance(500);
    ReportDraft report = new ReportDraft(0, invokerMillis).working(5, 5 * MB);
    advance(20);
    book.completed(early);
    book.dispatched(action, 0, 1);
    arrive(report, 20);
    assertThat(reported(0).othersInflight()).isEqualTo(3);
    assertThat(reported(0).othersMb()).isEqualTo(3 * MB);
    assertThat(reported(0).queued()).isZero();
  }

  @Test
  void findsTheMemoryOfOtherControllersWhereOwnActivationsShareContainers() {
    book.controllers(2);
    book.dispatched(action, 0, 3);
    advance(500);
    ReportDraft report = new ReportDraft(0, invokerMillis).working(3, 2 * MB);
    advance(20);
    Dispatch second = book.dispatched(action, 0, 3);
    book.dispatched(action, 0, 3);
    book.completed(second);
    arrive(report, 20);
    assertThat(reported(0).othersInflight()).isEqualTo(2);
    assertThat(reported(0).othersMb()).isEqualTo(MB);
  }

  @Test
  void attributesNothingToOthersWhenAlone() {
    arrive(new ReportDraft(0, invokerMillis).working(5, 5 * MB), LAG);
    assertThat(reported(0).othersInflight()).isZero();
    assertThat(reported(0).othersMb()).isZero();
  }

  @Test
  void attributesNothingToOthersWhereTheInvokerShowsLessThanTheBook() {
    book.controllers(3);
    book.dispatched(action, 0, 1);
    book.dispatched(action, 0, 1);
    advance(500);
    arrive(new ReportDraft(0, invokerMillis).working(1, MB), LAG);
    assertThat(reported(0).othersInflight()).isZero();
    assertThat(reported(0).queued()).isEqualTo(1);
  }

  @Test
  void forgetsContainersOfActionsThatTheNextReportDoesNotList() {
    arrive(new ReportDraft(0, invokerMillis).idle(action, 2).idle(other, 1), LAG);
    arrive(new ReportDraft(0, invokerMillis).idle(other, 1), LAG);
    assertThat(action.idle(0)).isZero();
    assertThat(other.idle(0)).isEqualTo(1);
  }

  @Test
  void forgetsContainersThatCameAndWentBetweenTwoReports() {
    Dispatch dispatch = book.dispatched(action, 0, 1);
    advance(100);
    book.completed(dispatch);
    assertThat(action.idle(0)).isEqualTo(1);
    advance(500);
    arrive(new ReportDraft(0, invokerMillis), LAG);
    assertThat(action.idle(0)).isZero();
    assertThat(idleMb()).isZero();
  }

  @Test
  void forgetsTheContainersOfAnOldMemoryLimit() {
    arrive(new ReportDraft(0, invokerMillis).idle(action, 1), LAG);
    ActionBook larger = book.actions().book("guest", "guest/DH", 512);
    arrive(new ReportDraft(0, invokerMillis).idle(larger, 1), LAG);
    assertThat(action.idle(0)).isZero();
    assertThat(larger.idle(0)).isEqualTo(1);
    assertThat(idleMb()).isEqualTo(512);
  }

  @Test
  void takesResourcesFromAnAgentAndLeavesContainersToTheBook() {
    Dispatch dispatch = book.dispatched(action, 1, 1);
    advance(100);
    book.completed(dispatch);
    intake.take(new ReportDraft(1, invokerMillis).cores(4).agentJson());
    assertThat(reported(1).cores()).isEqualTo(4);
    assertThat(reported(1).queued()).isZero();
    assertThat(action.idle(1)).isEqualTo(1);
    assertThat(book.invoker(1).idleMemoryMb).hasValue(MB);
  }

  @Test
  void countsWhatIsNoReportByItsReasonAndChangesNothing() {
    ReportedInvoker before = reported(0);
    intake.take("nonsense".getBytes(UTF_8));
    intake.take(new byte[0]);
    intake.take(json().replace("\"schema\":1", "\"schema\":2").getBytes(UTF_8));
    intake.take(json().replace("\"cores\":8", "\"cores\":-8").getBytes(UTF_8));
    intake.take(json().replace("\"memory_mb\":256", "\"memory_mb\":0").getBytes(UTF_8));
    assertThat(rejected("malformed")).isEqualTo(2);
    assertThat(rejected("unknown_schema")).isEqualTo(1);
    assertThat(rejected("negative")).isEqualTo(1);
    assertThat(rejected("out_of_bounds")).isEqualTo(1);
    assertThat(reported(0)).isSameAs(before);
    assertThat(meters.total(OperatorMetric.REPORTS)).isEqualTo(1);
  }

  @Test
  void refusesDuplicatesAndReportsOutOfOrder() {
    ReportDraft report = new ReportDraft(0, invokerMillis).idle(action, 1);
    intake.take(report.json());
    Dispatch dispatch = book.dispatched(action, 0, 1);
    advance(100);
    ReportedInvoker before = reported(0);
    intake.take(report.json());
    intake.take(new ReportDraft(0, invokerMillis - 500).idle(action, 9).json());
    assertThat(rejected("outdated")).isEqualTo(2);
    assertThat(reported(0)).isSameAs(before);
    assertThat(action.idle(0)).isZero();
    book.completed(dispatch);
  }

  @Test
  void bringsAnInvokerBackWhoseClockWasSetBack() {
    advance(3_000);
    long setBack = NOON - 600_000;
    intake.take(new ReportDraft(0, setBack).json());
    assertThat(book.freshness(0, clock.getAsLong())).isEqualTo(Freshness.FRESH);
    advance(2_000);
    intake.take(new ReportDraft(0, setBack + 2_000).json());
    assertThat(book.freshness(0, clock.getAsLong())).isEqualTo(Freshness.NOT_YET_USABLE);
    advance(1_000);
    intake.take(new ReportDraft(0, setBack + 3_000).json());
    assertThat(book.freshness(0, clock.getAsLong())).isEqualTo(Freshness.FRESH);
  }

  @Test
  void aTimeOutLeavesNoContainerBehind() {
    Dispatch dispatch = book.dispatched(action, 0, 1);
    advance(500);
    book.timedOut(dispatch);
    assertThat(action.idle(0)).isZero();
    assertThat(book.invoker(0).reservedMb).hasValue(0);
    ReportDraft report = new ReportDraft(0, invokerMillis - 100).working(1, MB);
    arrive(report.idle(action, 0), LAG);
    assertThat(action.idle(0)).isZero();
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

  private ReportedInvoker reported(int invoker) {
    return Objects.requireNonNull(book.invoker(invoker).reported);
  }

  private int idleMb() {
    return book.invoker(0).idleMemoryMb.get();
  }

  private String json() {
    return new String(new ReportDraft(0, invokerMillis).idle(action, 1).json(), UTF_8);
  }

  private long rejected(String reason) {
    return meters.total(OperatorMetric.REPORTS_REJECTED, reason);
  }
}
