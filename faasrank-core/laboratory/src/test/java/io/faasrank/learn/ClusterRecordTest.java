package io.faasrank.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.faasrank.cluster.InvokerReport;
import io.faasrank.cluster.ReportCodec;
import io.faasrank.cluster.ReportRejectedException;
import io.faasrank.cluster.ResourceReport;
import io.faasrank.event.EventBatch;
import io.faasrank.event.EventFiles;
import io.faasrank.event.EventsRefusedException;
import io.faasrank.event.LogEvent;
import io.faasrank.event.ReportTaken;
import io.faasrank.simulation.InvokerRestart;
import io.faasrank.simulation.SimulatedLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Guards against a record that says other than the log. */
class ClusterRecordTest {

  private static List<EventBatch> log() {
    World world = World.unlike(0.5);
    return SimulatedLog.of(
        world.settings(), world.cluster(), world.workload(600, 1), "hashing", null, 1);
  }

  @Test
  void holdsWhatTheLogSays(@TempDir Path folder) throws IOException {
    SimulatedLog.write(folder, log());
    ClusterRecord record = ClusterRecord.read(folder, 10);
    assertThat(record.activations()).hasSize(600).allMatch(RecordedActivation::completed);
    assertThat(record.activations().get(0).placed().placer()).isEqualTo("hashing");
    assertThat(record.invokers())
        .containsExactly(
            new LoggedInvoker(12288, 16),
            new LoggedInvoker(12288, 16),
            new LoggedInvoker(12288, 16),
            new LoggedInvoker(3072, 4),
            new LoggedInvoker(3072, 4),
            new LoggedInvoker(3072, 4));
    assertThat(record.whole()).isTrue();
    assertThat(record.cpu()).isNotEmpty();
    assertThat(record.startMillis()).isEqualTo(SimulatedLog.START_MILLIS);
    RecordedActivation some = record.activations().get(100);
    assertThat(some.endedSeconds() - some.placedSeconds())
        .isCloseTo(
            some.waitSeconds() + some.initSeconds() + some.runSeconds(),
            org.assertj.core.api.Assertions.within(0.002));
  }

  @Test
  void aHalfWrittenEndIsLeftOut(@TempDir Path folder) throws IOException {
    SimulatedLog.write(folder, log());
    Path file = EventFiles.in(folder).get(0);
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 7));
    ClusterRecord record = ClusterRecord.read(folder, 10);
    assertThat(record.activations().size()).isBetween(300, 600);
    assertThat(record.activations().stream().filter(a -> !a.over()).count()).isPositive();
  }

  @Test
  void aBatchThatWasSentTwiceCountsOnceAndAMissingOneIsSeen() {
    List<EventBatch> log = new ArrayList<>(log());
    log.add(2, log.get(1));
    log.remove(3);
    ClusterRecord record = ClusterRecord.of(log);
    assertThat(record.missingBatches()).isEqualTo(1);
    assertThat(record.activations().size()).isBetween(200, 599);
  }

  @Test
  void aLaterPartKnowsWhatWasStillGoingOn() {
    ClusterRecord record = ClusterRecord.of(log());
    double middle = record.activations().get(300).placedSeconds();
    ClusterRecord later = record.between(middle, Double.POSITIVE_INFINITY);
    assertThat(later.size()).isEqualTo(300);
    assertThat(later.first()).isEqualTo(record.activations().get(300));
    assertThat(later.earlier()).isPositive();
    assertThat(later.activations().subList(0, later.earlier()))
        .allMatch(a -> a.placedSeconds() < middle && a.endedSeconds() > middle);
  }

  @Test
  void anEarlierPartKnowsWhatCameWhileItsOwnStillRan() {
    ClusterRecord record = ClusterRecord.of(log());
    double middle = record.activations().get(300).placedSeconds();
    ClusterRecord earlier = record.between(Double.NEGATIVE_INFINITY, middle);
    assertThat(earlier.placed()).isEqualTo(record.activations().subList(0, 300));
    assertThat(earlier.later()).isPositive();
    double over =
        earlier.placed().stream().mapToDouble(RecordedActivation::endedSeconds).max().orElse(0);
    assertThat(earlier.activations().subList(300, 300 + earlier.later()))
        .isEqualTo(
            record.activations().subList(300, 600).stream()
                .filter(a -> a.placedSeconds() < over)
                .toList());
  }

  @Test
  void knowsWhichInvokersWereStartedAnewAndWhen() throws ReportRejectedException {
    List<EventBatch> log = new ArrayList<>(log());
    // started before the record, again a second and a half after its start, and as before
    log.add(reports(log, 3, -9_000, 1_500, 1_500));
    assertThat(ClusterRecord.of(log).restarts()).containsExactly(new InvokerRestart(3, 1.5));
  }

  /** Reports of an invoker, from processes that were started at the times after the log's start. */
  private static EventBatch reports(List<EventBatch> log, int invoker, long... startedMillis)
      throws ReportRejectedException {
    ReportTaken any =
        log.stream()
            .flatMap(batch -> batch.events().stream())
            .filter(ReportTaken.class::isInstance)
            .map(ReportTaken.class::cast)
            .findFirst()
            .orElseThrow();
    ResourceReport resources = ReportCodec.decode(any.document()).resources();
    List<LogEvent> reports = new ArrayList<>();
    for (long started : startedMillis) {
      long millis = SimulatedLog.START_MILLIS + started;
      InvokerReport report = new InvokerReport(invoker, "i", millis, millis, resources, null);
      reports.add(new ReportTaken(0, 0, ReportCodec.encode(report)));
    }
    return new EventBatch("controller1", 0, 0, 0, SimulatedLog.START_MILLIS, reports);
  }

  @Test
  void ofALongLogOnlyTheNewestAreHeld(@TempDir Path folder) throws IOException {
    SimulatedLog.write(folder, log());
    ClusterRecord whole = ClusterRecord.read(folder, 10);
    ClusterRecord newest = ClusterRecord.read(folder, 10, 1, 200);
    assertThat(newest.size()).isEqualTo(200);
    assertThat(newest.whole()).isFalse();
    assertThat(newest.activations().subList(newest.earlier(), newest.activations().size()))
        .isEqualTo(whole.activations().subList(400, 600));
    double from = newest.first().placedSeconds();
    assertThat(newest.activations().subList(0, newest.earlier()))
        .isNotEmpty()
        .allMatch(a -> a.placedSeconds() < from && a.endedSeconds() > from);
    assertThat(newest.cpu()).isNotEmpty().allMatch(sample -> sample.fromSeconds() >= from);
    assertThat(newest.models()).isEqualTo(whole.models());
    assertThat(newest.invokers()).isEqualTo(whole.invokers());
  }

  @Test
  void anEmptyFolderIsRefusedInOneLine(@TempDir Path folder) {
    assertThatThrownBy(() -> ClusterRecord.read(folder, 1))
        .isInstanceOf(EventsRefusedException.class)
        .hasMessageContaining(folder.toString())
        .hasMessageNotContaining("\n");
  }
}
