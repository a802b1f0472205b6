package io.faasrank.testbed.invoker;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.cluster.ActionReport;
import io.faasrank.cluster.ContainerReport;
import io.faasrank.cluster.InvokerReport;
import io.faasrank.cluster.ReportCodec;
import io.faasrank.cluster.ReportRejectedException;
import io.faasrank.cluster.ResourceMetric;
import io.faasrank.cluster.ResourceReport;
import io.faasrank.simulation.FinishedRun;
import io.faasrank.simulation.InvokerSettings;
import io.faasrank.simulation.SimulationSettings;
import io.faasrank.testbed.wire.Acknowledgement;
import io.faasrank.testbed.wire.Activation;
import io.faasrank.testbed.wire.ActivationOutcome;
import io.faasrank.testbed.wire.ActivationRecord;
import io.faasrank.testbed.wire.InvokerInstance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Guards an invoker's behaviour on a fake clock at ten times real time: cold, warm, queued and
 * failed activations, what their acknowledgements say and what its reports say of it.
 */
final class InvokerLifeTest implements InvokerLife.LifeListener {

  private static final long START_MILLIS = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
  private static final String QUICK =
      "{\"createMillis\":300,\"initMillis\":200,\"runMillis\":1000,\"memoryMb\":512}";

  private long nanos;
  private final ScaledClock clock =
      new ScaledClock(
          new TimeScale(10),
          () -> nanos,
          () -> Instant.ofEpochMilli(START_MILLIS + nanos / 1_000_000));
  private final InvokerLife life =
      new InvokerLife(
          0, new InvokerSettings(8, 1024), SimulationSettings.defaults(), 1, clock, this);
  private final InvokerInstance instance = InvokerInstance.of(0, "zero", 1024);
  private final AckFactory acks = new AckFactory(instance, AckStyle.SPLIT, clock);
  private final AckFactory combinedAcks = new AckFactory(instance, AckStyle.COMBINED, clock);
  private final List<Acknowledgement> split = new ArrayList<>();
  private final List<Acknowledgement> combined = new ArrayList<>();

  @Override
  public void ran(AcceptedActivation activation, FinishedRun run) {
    split.addAll(acks.ran(activation, run));
    combined.addAll(combinedAcks.ran(activation, run));
  }

  @Override
  public void refused(Activation activation, ActivationOutcome outcome, String reason) {
    combined.add(combinedAcks.refused(activation, outcome, reason));
  }

  @Test
  void coldThenWarmInVirtualMilliseconds() {
    // received by the controller 20 ms, which are 200 virtual ones, before
    life.accept(Activations.of("a", true, START_MILLIS - 20, QUICK));
    assertThat(life.advance()).isBetween(30_000_000L, 30_000_001L);
    passVirtualMillis(1500);
    life.advance();
    life.accept(Activations.of("a", true, START_MILLIS + 150, QUICK));
    passVirtualMillis(1000);
    life.advance();

    ActivationRecord cold = record(0);
    assertThat(cold.initMillis()).isEqualTo(200);
    assertThat(cold.waitMillis()).isEqualTo(200 + 300);
    assertThat(cold.durationMillis()).isEqualTo(1200);
    assertThat(cold.endMillis()).isEqualTo(START_MILLIS + 150);
    assertThat(cold.startMillis()).isEqualTo(cold.endMillis() - 1200);
    ActivationRecord warm = record(1);
    assertThat(warm.initMillis()).isNull();
    assertThat(warm.waitMillis()).isZero();
    assertThat(warm.durationMillis()).isEqualTo(1000);
  }

  @Test
  void resultComesBeforeCompletionWhereTheyAreSplit() {
    life.accept(Activations.of("a", true, START_MILLIS, QUICK));
    life.accept(Activations.of("a", false, START_MILLIS, QUICK));
    passVirtualMillis(5000);
    life.advance();

    assertThat(split)
        .extracting(ack -> (Object) ack.getClass())
        .containsExactly(
            Acknowledgement.ResultMessage.class,
            Acknowledgement.CompletionMessage.class,
            Acknowledgement.CompletionMessage.class);
    assertThat(combined)
        .extracting(ack -> (Object) ack.getClass())
        .containsExactly(
            Acknowledgement.CombinedMessage.class, Acknowledgement.CompletionMessage.class);
  }

  @Test
  void waitsForMemoryInTheQueue() {
    for (int i = 0; i < 3; i++) {
      life.accept(Activations.of("a", true, START_MILLIS, QUICK));
    }
    ContainerReport busy = life.containers();
    assertThat(busy.inflight()).isEqualTo(2);
    assertThat(busy.reservedMemoryMb()).isEqualTo(1024);
    assertThat(busy.queued()).isNull();
    assertThat(life.inflight()).isEqualTo(3);
    passVirtualMillis(10_000);
    life.advance();

    assertThat(record(2).initMillis()).isNull();
    assertThat(record(2).waitMillis()).isBetween(1500L, 2500L);
    assertThat(life.inflight()).isZero();
  }

  @Test
  void reportSaysWhatWasMeasured() throws ReportRejectedException {
    life.accept(Activations.of("a", true, START_MILLIS, QUICK));
    passVirtualMillis(1500);
    life.accept(Activations.of("a", true, START_MILLIS, QUICK));
    passVirtualMillis(2000);

    ContainerReport containers = life.containers();
    ResourceReport resources = life.resources();
    assertThat(containers.actions())
        .containsExactly(new ActionReport("guest", "guest/a", 512, 1, 0, 1, 200, 2, 1000));
    assertThat(containers.idleMemoryMb()).isEqualTo(512);
    assertThat(containers.creations()).isOne();
    assertThat(resources.intervalMillis()).isEqualTo(1000);
    assertThat(resources.sampledAtMillis()).isEqualTo(START_MILLIS + 300);
    assertThat(resources.cores()).isEqualTo(8);
    // per virtual second: 8 cores, of which the run takes 5.5 for half of the interval
    assertThat(resources.features()[ResourceMetric.CPU_IDLE.ordinal()]).isBetween(4500f, 6000f);
    InvokerReport report =
        new InvokerReport(0, "zero", START_MILLIS, START_MILLIS, resources, containers);
    assertThat(ReportCodec.decode(ReportCodec.encode(report))).isEqualTo(report);
  }

  @Test
  void failuresSayWhoseTheyAre() {
    life.accept(Activations.of("a", true, START_MILLIS, "{\"outcome\":\"application_error\"}"));
    life.accept(Activations.of("b", true, START_MILLIS, "{\"outcome\":\"system_error\"}"));
    life.accept(Activations.of("b", false, START_MILLIS, "{\"outcome\":\"system_error\"}"));
    life.accept(Activations.of("c", true, START_MILLIS, "{\"memoryMb\":4096}"));
    life.accept(
        Activations.of("d", true, START_MILLIS, "{\"runMillis\":900,\"timeLimitMillis\":800}"));
    passVirtualMillis(10_000);
    life.advance();

    assertThat(record(0).outcome()).isEqualTo(ActivationOutcome.SYSTEM_ERROR);
    assertThat(((Acknowledgement.CombinedMessage) combined.get(0)).systemError()).isTrue();
    assertThat(((Acknowledgement.CombinedMessage) combined.get(1)).record()).isNull();
    assertThat(((Acknowledgement.CombinedMessage) combined.get(1)).systemError()).isTrue();
    assertThat(record(2).outcome()).isEqualTo(ActivationOutcome.APPLICATION_ERROR);
    assertThat(record(2).result())
        .hasToString("{\"error\":\"function default needs 4096 MB, but the invoker has 1024\"}");
    assertThat(record(3).outcome()).isEqualTo(ActivationOutcome.APPLICATION_ERROR);
    assertThat(record(4).timedOut()).isTrue();
    assertThat(record(4).outcome()).isEqualTo(ActivationOutcome.DEVELOPER_ERROR);
    assertThat(record(4).durationMillis()).isEqualTo(200 + 800);
    // the container of the one that exceeded its limit is gone
    assertThat(life.containers().idleMemoryMb()).isEqualTo(256);
  }

  @Test
  void containerServesOneRevisionForOneNamespace() {
    Activation first = Activations.of("a", true, START_MILLIS, QUICK);
    life.accept(first);
    passVirtualMillis(2000);
    life.advance();
    life.accept(
        new Activation(
            first.transaction(),
            first.action(),
            "2-b",
            first.caller(),
            String.format(Locale.ROOT, "%032x", 77),
            "0",
            true,
            first.content(),
            null));
    passVirtualMillis(2000);
    life.advance();

    assertThat(record(1).initMillis()).isEqualTo(200);
    assertThat(life.containers().creations()).isEqualTo(2);
  }

  @Test
  void nothingIsHeardOfTheDead() {
    life.accept(Activations.of("a", true, START_MILLIS, QUICK));
    life.end();
    passVirtualMillis(5000);

    assertThat(life.advance()).isEqualTo(Long.MAX_VALUE);
    assertThat(life.containers().inflight()).isOne();
    assertThat(life.accept(Activations.of("a", true, START_MILLIS, QUICK))).isFalse();
    assertThat(combined).isEmpty();
  }

  private void passVirtualMillis(long millis) {
    nanos += millis * 1_000_000 / 10;
  }

  private ActivationRecord record(int index) {
    @Nullable ActivationRecord record =
        ((Acknowledgement.CombinedMessage) combined.get(index)).record();
    if (record == null) {
      throw new AssertionError("acknowledgement " + index + " has no record");
    }
    return record;
  }
}
