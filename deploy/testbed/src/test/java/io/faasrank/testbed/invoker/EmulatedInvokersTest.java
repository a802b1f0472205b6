package io.faasrank.testbed.invoker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.faasrank.cluster.ContainerReport;
import io.faasrank.cluster.InvokerReport;
import io.faasrank.cluster.ReportCodec;
import io.faasrank.simulation.InvokerSettings;
import io.faasrank.simulation.SimulationSettings;
import io.faasrank.testbed.embedded.EmbeddedKafka;
import io.faasrank.testbed.embedded.EmbeddedRedis;
import io.faasrank.testbed.wire.Acknowledgement;
import io.faasrank.testbed.wire.Activation;
import io.faasrank.testbed.wire.ActivationRecord;
import io.faasrank.testbed.wire.CapturedLog;
import io.faasrank.testbed.wire.MessageWriter;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/**
 * Guards a fleet on a real broker and a real Redis: that a controller sees invokers join, work,
 * fail and come back, that nothing is lost or done twice, and that rubbish stops nobody.
 */
final class EmulatedInvokersTest {

  private static final String QUICK = "{\"createMillis\":30,\"initMillis\":20,\"runMillis\":40}";
  private static final String SLOW = "{\"createMillis\":0,\"initMillis\":0,\"runMillis\":60000}";

  private static final EmbeddedKafka KAFKA = EmbeddedKafka.start();
  private static int fleets;

  private final String prefix = "f" + fleets++ + '.';
  private final TestController controller = new TestController(KAFKA.bootstrapServers(), prefix);
  private @Nullable EmulatedInvokers started;

  @AfterAll
  static void stopKafka() {
    KAFKA.close();
  }

  @AfterEach
  void stop() {
    if (started != null) {
      started.close();
    }
    controller.close();
  }

  @Test
  void pingsAndAnswersTheHealthTest() {
    start(settings(3));
    controller.await("pings", () -> controller.pings.size() == 3);
    for (int i = 0; i < 3; i++) {
      controller.send(i, Activations.healthTest());
    }

    assertThat(controller.awaitAcks(3))
        .allSatisfy(
            ack -> {
              assertThat(ack).isInstanceOf(Acknowledgement.CompletionMessage.class);
              assertThat(((Acknowledgement.CompletionMessage) ack).systemError()).isFalse();
              assertThat(ack.transaction().id()).isEqualTo("sid_invokerHealth");
            });
    controller.await("second pings", () -> controller.pings.values().stream().allMatch(n -> n > 1));
  }

  @Test
  void coldThenWarmThenNonBlocking() {
    start(settings(1));
    controller.send(0, Activations.blocking("a", QUICK));
    controller.awaitAcks(1);
    controller.send(0, Activations.blocking("a", QUICK));
    controller.awaitAcks(2);
    controller.send(0, Activations.nonBlocking("a", QUICK));
    controller.awaitAcks(3);

    assertThat(record(0).initMillis()).isEqualTo(20);
    assertThat(record(0).durationMillis()).isEqualTo(60);
    assertThat(record(0).waitMillis()).isBetween(30L, 60_000L);
    assertThat(record(1).initMillis()).isNull();
    assertThat(record(1).durationMillis()).isEqualTo(40);
    assertThat(controller.acks.get(2)).isInstanceOf(Acknowledgement.CompletionMessage.class);
  }

  @Test
  void splitAcknowledgementsComeInOrder() {
    start(settings(1).withAckStyle(AckStyle.SPLIT));
    controller.send(0, Activations.blocking("a", QUICK));

    assertThat(controller.awaitAcks(2).get(0)).isInstanceOf(Acknowledgement.ResultMessage.class);
    assertThat(controller.acks.get(1)).isInstanceOf(Acknowledgement.CompletionMessage.class);
    assertThat(controller.acks.get(0).activationId())
        .isEqualTo(controller.acks.get(1).activationId());
  }

  @Test
  void headOfTheQueueBlocks() {
    start(settings(1).withScale(new TimeScale(20)));
    // half of the memory is free, but the second needs all of it, and the small one is behind it
    String large = "{\"createMillis\":0,\"initMillis\":0,\"runMillis\":6000,\"memoryMb\":%d}";
    // waiting is counted from one moment for all, however far apart they are sent
    long start = System.currentTimeMillis();
    Activation[] activations = {
      Activations.of("half", true, start, large.formatted(1024)),
      Activations.of("whole", true, start, large.formatted(2048)),
      Activations.of("small", true, start, QUICK)
    };
    controller.send(0, activations);
    controller.awaitAcks(3);

    assertThat(waitMillis(activations[1])).isGreaterThan(waitMillis(activations[0]) + 3000);
    assertThat(waitMillis(activations[2])).isGreaterThan(waitMillis(activations[1]) + 3000);
  }

  @Test
  void rubbishIsSkippedCountedAndLoggedOnce() {
    EmulatedInvokers fleet = start(settings(1));
    String topic = prefix + "invoker0";
    try (CapturedLog log = new CapturedLog()) {
      controller.send(0, "{\"action\":".getBytes(UTF_8));
      controller.send(0, "x".repeat(1 << 20).getBytes(UTF_8));
      controller.send(0, "{\"activationId\":7}".getBytes(UTF_8));
      Activation activation = Activations.blocking("a", QUICK);
      String text = new String(MessageWriter.write(activation), UTF_8);
      controller.send(0, ("{\"fieldOfTomorrow\":1," + text.substring(1)).getBytes(UTF_8));

      assertThat(controller.awaitAcks(1).get(0).activationId())
          .isEqualTo(activation.activationId());
      assertThat(fleet.malformed().count(topic)).isEqualTo(3);
      assertThat(log.linesOf(topic))
          .singleElement()
          .asString()
          .contains("topic " + topic + ", offset 0:");
    }
  }

  @Test
  void nothingIsLostOrDoneTwice() {
    EmulatedInvokers fleet = start(settings(10).withScale(new TimeScale(10)));
    Set<String> sent = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      Activation activation = Activations.nonBlocking("a" + i % 3, QUICK);
      sent.add(activation.activationId());
      controller.send(i % 10, activation);
    }
    controller.awaitAcks(1_000);

    Set<String> acknowledged = new HashSet<>();
    controller.acks.forEach(ack -> acknowledged.add(ack.activationId()));
    assertThat(acknowledged).isEqualTo(sent);
    // an invoker counts after it has sent
    await().until(() -> fleet.invokers().stream().allMatch(invoker -> invoker.completed() >= 100));
    assertThat(fleet.invokers()).allSatisfy(i -> assertThat(i.completed()).isEqualTo(100));
    assertThat(fleet.acknowledgementsFailed()).isZero();
  }

  @Test
  void killedInvokerIsSilentAndComesBackEmpty() {
    EmulatedInvokers fleet = start(settings(2));
    EmulatedInvoker victim = fleet.invokers().get(0);
    controller.send(0, Activations.nonBlocking("a", SLOW));
    await().until(() -> victim.inflight() == 1);
    victim.kill();
    Activation late = Activations.nonBlocking("a", QUICK);
    controller.send(0, late);
    // after the first round without it, the last ping of its own has been read
    awaitRoundsWithoutFirst(1);
    int pings = pings(0);
    awaitRoundsWithoutFirst(4);

    assertThat(pings(0)).isEqualTo(pings);
    assertThat(controller.acks).isEmpty();
    assertThat(victim.alive()).isFalse();
    assertThat(victim.inflight()).isZero();

    victim.revive();
    assertThat(controller.awaitAcks(1).get(0).activationId()).isEqualTo(late.activationId());
    controller.await("ping", () -> pings(0) > pings);
    assertThat(victim.containers()).isNotNull();
    assertThat(victim.accepted()).isEqualTo(2);
  }

  @Test
  void acknowledgementsGoWrongOnDemand() {
    EmulatedInvokers fleet = start(settings(1));
    EmulatedInvoker invoker = fleet.invokers().get(0);
    invoker.acknowledge(AckFaults.drop());
    controller.send(0, Activations.nonBlocking("a", QUICK));
    await().until(() -> invoker.completed() == 1);
    invoker.acknowledge(AckFaults.duplicate());
    Activation twice = Activations.nonBlocking("a", QUICK);
    controller.send(0, twice);
    controller.awaitAcks(2);
    assertThat(controller.acks)
        .extracting(Acknowledgement::activationId)
        .containsExactly(twice.activationId(), twice.activationId());

    invoker.acknowledge(AckFaults.delay(Duration.ofMillis(700)));
    long sent = System.nanoTime();
    controller.send(0, Activations.nonBlocking("a", QUICK));
    controller.awaitAcks(3);
    assertThat(Duration.ofNanos(System.nanoTime() - sent)).isGreaterThan(Duration.ofMillis(700));
  }

  @Test
  void reportsReachRedisAndEndWithTheInvoker() throws Exception {
    try (EmbeddedRedis redis = EmbeddedRedis.start();
        Jedis client = new Jedis(redis.host(), redis.port())) {
      TimeScale scale = new TimeScale(10);
      EmulatedInvokers fleet =
          start(
              settings(20)
                  .withScale(scale)
                  .withMetrics(
                      ScaledMetrics.settings(
                          redis.host(), redis.port(), scale, SimulationSettings.defaults())));
      controller.send(7, Activations.blocking("DH", "{}"));
      controller.awaitAcks(1);
      await().until(() -> client.keys("faasrank:1:invoker:*").size() == 20);
      // a key lives for half a second only: what was awaited is what is looked at
      InvokerReport report =
          await()
              .until(
                  () -> report(client, 7).filter(each -> idleMemoryMb(each) == 512),
                  Optional::isPresent)
              .orElseThrow();
      assertThat(report.uniqueName()).isEqualTo("emulated7");
      ContainerReport containers = Objects.requireNonNull(report.containers());
      assertThat(containers.actions())
          .singleElement()
          .satisfies(
              action -> {
                assertThat(action.name()).isEqualTo("guest/DH");
                assertThat(action.initMillis()).isBetween(1549.0, 1551.0);
                assertThat(action.runMillis()).isBetween(2339.0, 2341.0);
              });

      fleet.invokers().get(7).kill();
      await().until(() -> report(client, 7).isEmpty() && report(client, 8).isPresent());
    }
  }

  @Test
  void hundredJoinInSeconds() {
    long start = System.nanoTime();
    int threads = Thread.activeCount();
    start(settings(100));
    int more = Thread.activeCount() - threads;
    controller.await("pings", () -> controller.pings.size() == 100);

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
    assertThat(more).isLessThan(12);
  }

  @Test
  void kafkaThatIsNotThereIsSaidInOneLine() {
    for (String address : List.of("127.0.0.1:1", "nowhere.invalid:9092", "nonsense")) {
      FleetSettings nowhere = FleetSettings.of(address, InvokerSettings.paperCluster(1));
      assertThatThrownBy(() -> EmulatedInvokers.start(nowhere))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("Kafka at " + address + ": ");
    }
  }

  /** One sender pings for all, round by round, into one partition: so they are read in order. */
  private void awaitRoundsWithoutFirst(int rounds) {
    controller.await("pings of the other", () -> pings(1) >= pings(0) + rounds);
  }

  private int pings(int invoker) {
    return controller.pings.getOrDefault(invoker, 0);
  }

  private static Optional<InvokerReport> report(Jedis client, int invoker) throws Exception {
    byte[] document = client.get(InvokerReport.key(invoker).getBytes(UTF_8));
    return document == null ? Optional.empty() : Optional.of(ReportCodec.decode(document));
  }

  private static int idleMemoryMb(InvokerReport report) {
    ContainerReport containers = report.containers();
    return containers == null ? -1 : containers.idleMemoryMb();
  }

  private static ConditionFactory await() {
    return Awaitility.await().atMost(TestController.PATIENCE);
  }

  private EmulatedInvokers start(FleetSettings settings) {
    EmulatedInvokers fleet = EmulatedInvokers.start(settings);
    started = fleet;
    return fleet;
  }

  private FleetSettings settings(int invokers) {
    FleetSettings plain =
        FleetSettings.of(KAFKA.bootstrapServers(), InvokerSettings.paperCluster(invokers));
    return new FleetSettings(
        plain.bootstrapServers(),
        prefix,
        plain.sizes(),
        0,
        "emulated",
        plain.simulation(),
        plain.scale(),
        plain.ackStyle(),
        1,
        null);
  }

  private long waitMillis(Activation activation) {
    for (int i = 0; i < controller.acks.size(); i++) {
      if (controller.acks.get(i).activationId().equals(activation.activationId())) {
        Long wait = record(i).waitMillis();
        return wait == null ? -1 : wait;
      }
    }
    throw new AssertionError("no acknowledgement");
  }

  private ActivationRecord record(int index) {
    ActivationRecord record =
        ((Acknowledgement.CombinedMessage) controller.acks.get(index)).record();
    if (record == null) {
      throw new AssertionError("acknowledgement " + index + " has no record");
    }
    return record;
  }
}
