package io.faasrank.loadbalancer.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.faasrank.cluster.CompactReports;
import io.faasrank.cluster.InvokerReport;
import io.faasrank.cluster.ReportCodec;
import io.faasrank.loadbalancer.observe.Meters;
import io.faasrank.loadbalancer.observe.OperatorMetric;
import io.faasrank.loadbalancer.observe.RecordingSink;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Guards a controller that falls behind, which must skip what is old and never fall further behind;
 * and the meeting of both forms: a change without its full report, a report under another invoker's
 * name, the same report twice.
 */
class NewestReportsTest {

  private final HandClock clock = new HandClock();
  private final Meters meters = new Meters(new RecordingSink());
  private final ClusterBook book =
      new ClusterBook(new FreshnessSettings(Duration.ofSeconds(5), Duration.ZERO, 0.5), 100, clock);
  private final NewestReports reports =
      new NewestReports(new ReportIntake(book, meters), book, meters, 2);
  private final ActionBook action = book.actions().book("guest", "guest/a", 256);
  private final CompactReports writer = new CompactReports();

  @Test
  void whoFallsBehindTakesTheNewestOfEachInvoker() {
    reports.pushed(3, writer.full(report(3, 0, 1)));
    for (int i = 1; i <= 1000; i++) {
      reports.pushed(3, writer.change(report(3, i, i)));
    }
    reports.takeAll();
    assertThat(idle(3)).isEqualTo(1000);
    assertThat(taken()).as("the full one and the last change").isEqualTo(2);
    assertThat(skipped("newer")).isEqualTo(999);

    reports.pushed(3, writer.change(report(3, 1001, 7)));
    reports.pushed(3, writer.full(report(3, 1002, 8)));
    reports.takeAll();
    assertThat(idle(3)).isEqualTo(8);
    assertThat(skipped("newer")).isEqualTo(1000);
    reports.takeAll();
    assertThat(taken()).isEqualTo(3);
  }

  @Test
  void aChangeWaitsForItsFullReportWhichMayComeFromTheKey() {
    byte[] unused = writer.full(report(3, 0, 5));
    reports.pushed(3, writer.change(report(3, 10, 5)));
    reports.takeAll();
    assertThat(skipped("no_full")).isEqualTo(1);
    assertThat(taken()).isZero();

    reports.stored(3, ReportCodec.encode(report(3, 0, 5)));
    reports.pushed(3, writer.change(report(3, 20, 5)));
    reports.takeAll();
    assertThat(idle(3)).isEqualTo(5);
    assertThat(taken()).isEqualTo(2);

    // the key of the same full report read again, as after a reconnection
    clock.advanceMillis(30);
    reports.stored(3, ReportCodec.encode(report(3, 0, 5)));
    reports.takeAll();
    reports.pushed(3, writer.change(report(3, 30, 6)));
    reports.takeAll();
    assertThat(idle(3)).isEqualTo(6);
  }

  @Test
  void whatIsStoredNeverReplacesWhatWasPushed() {
    reports.pushed(3, writer.full(report(3, 10, 2)));
    reports.stored(3, ReportCodec.encode(report(3, 0, 1)));
    reports.takeAll();
    assertThat(idle(3)).isEqualTo(2);
    reports.stored(3, ReportCodec.encode(report(3, 0, 1)));
    reports.pushed(3, writer.change(report(3, 20, 3)));
    reports.takeAll();
    assertThat(idle(3)).as("still a change of the pushed one").isEqualTo(3);
  }

  @Test
  void jsonCountsUnlessTheInvokersCompactReportsCome() {
    reports.pushedToAll(ReportCodec.encode(report(3, 0, 1)));
    reports.takeAll();
    assertThat(idle(3)).isEqualTo(1);

    reports.pushed(3, writer.full(report(3, 10, 2)));
    reports.pushedToAll(ReportCodec.encode(report(3, 20, 9)));
    reports.takeAll();
    assertThat(idle(3)).isEqualTo(2);

    // the publisher was replaced by an older one
    clock.advanceMillis(6000);
    reports.pushedToAll(ReportCodec.encode(report(3, 6000, 4)));
    reports.takeAll();
    assertThat(idle(3)).isEqualTo(4);
  }

  @Test
  void takesJsonThatSomebodyElseWroteAndRefusesTheRestByName() {
    String json = new String(ReportCodec.encode(report(3, 0, 1)), UTF_8);
    reports.pushedToAll(json.replace("{\"schema\"", "{ \"schema\"").getBytes(UTF_8));
    assertThat(idle(3)).isEqualTo(1);
    reports.pushedToAll("nonsense".getBytes(UTF_8));
    reports.pushed(4, new byte[] {8, 2, 16, 4});
    reports.pushed(4, new byte[0]);
    reports.tooLong();
    reports.takeAll();
    assertThat(rejected("malformed")).isEqualTo(2);
    assertThat(rejected("missing_field")).isZero();
    assertThat(rejected("oversized")).isEqualTo(1);
  }

  /** Who may write on invoker 4's channel alone must not speak for invoker 3. */
  @Test
  void aReportUnderAnothersNameIsRefused() {
    reports.pushed(4, writer.full(report(3, 0, 1)));
    reports.stored(5, ReportCodec.encode(report(3, 0, 1)));
    reports.takeAll();
    assertThat(rejected("of_another")).isEqualTo(2);
    assertThat(taken()).isZero();
  }

  @Test
  void itsThreadsTakeWhatComesAndEnd() {
    long before = threads();
    reports.start();
    for (int i = 0; i < 100; i++) {
      reports.pushed(i, new CompactReports().full(report(i, 0, i)));
    }
    await().until(() -> taken() == 100);
    assertThat(idle(99)).isEqualTo(99);
    assertThat(reports.failures()).isZero();
    reports.close();
    await().until(() -> threads() == before);
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("faasrank-reports-"))
        .count();
  }

  private int idle(int invoker) {
    return action.idle(invoker);
  }

  private long taken() {
    return meters.total(OperatorMetric.REPORTS);
  }

  private long skipped(String reason) {
    return meters.total(OperatorMetric.REPORTS_SKIPPED, reason);
  }

  private long rejected(String reason) {
    return meters.total(OperatorMetric.REPORTS_REJECTED, reason);
  }

  private InvokerReport report(int invoker, long millis, int idle) {
    return new ReportDraft(invoker, ReportDraft.NOON + millis).idle(action, idle).report();
  }
}
