package io.faasrank.testbed.attach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.faasrank.experiment.ExperimentFailedException;
import io.faasrank.redis.RedisServer;
import io.faasrank.redis.RedisSettings;
import io.faasrank.simulation.Completion;
import io.faasrank.simulation.EpisodeRecorder;
import io.faasrank.simulation.EpisodeResult;
import io.faasrank.simulation.InvokerSettings;
import io.faasrank.simulation.SimulationSettings;
import io.faasrank.testbed.controller.ControllerSettings;
import io.faasrank.testbed.controller.MeterTable;
import io.faasrank.testbed.controller.StandInController;
import io.faasrank.testbed.embedded.EmbeddedKafka;
import io.faasrank.testbed.embedded.EmbeddedRedis;
import io.faasrank.testbed.invoker.FleetContainers;
import io.faasrank.testbed.invoker.FleetSettings;
import io.faasrank.testbed.invoker.ScaledMetrics;
import io.faasrank.testbed.invoker.TimeScale;
import io.faasrank.testbed.learn.RebuiltDecision;
import io.faasrank.workload.Arrival;
import io.faasrank.workload.FunctionProfile;
import io.faasrank.workload.Workload;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/**
 * Guards the way of an attached replay: actions with the right memory, invocations with the right
 * parameters, completion times and cold starts; and that the actions and the mode are afterwards as
 * they were. The API is a double in front of the stand-in controller; Kafka and Redis are real.
 */
final class AttachTest {

  private static final FunctionProfile EG = new FunctionProfile("EG", 256, 2.2, 0.21, 1.55);
  private static final EmbeddedKafka KAFKA = EmbeddedKafka.start();
  private static final EmbeddedRedis REDIS = EmbeddedRedis.start();
  private static final StandInController CONTROLLER =
      StandInController.start(
          ControllerSettings.of(
              KAFKA.bootstrapServers(),
              ControllerSettings.balancer(
                  REDIS.host(),
                  REDIS.port(),
                  Map.of("mode", "shadow", "freshness.settle", "300 ms", "events.enabled", true))),
          new MeterTable());

  @SuppressWarnings("NullAway.Init")
  private static AttachedCluster cluster;

  @SuppressWarnings("NullAway.Init")
  private static FakeApi api;

  @BeforeAll
  static void join() throws IOException {
    api = new FakeApi(CONTROLLER);
    cluster =
        AttachedCluster.join(
            FleetSettings.of(KAFKA.bootstrapServers(), InvokerSettings.paperCluster(2))
                .withMetrics(
                    ScaledMetrics.settings(
                        REDIS.host(),
                        REDIS.port(),
                        TimeScale.REAL,
                        SimulationSettings.defaults())));
  }

  @AfterAll
  static void stop() {
    cluster.close();
    api.close();
    CONTROLLER.close();
    REDIS.close();
    KAFKA.close();
  }

  @Test
  void everyArrivalCompletesWithItsOwnCosts() {
    api.invocationsAllowed = Integer.MAX_VALUE;
    try (BenchmarkActions actions =
        BenchmarkActions.create(client(), "p", List.of(EG), AttachTest::goOn)) {
      assertThat(api.entities).containsOnlyKeys("packages/p", "actions/p/EG");
      assertThat(api.memoryMb("actions/p/EG")).isEqualTo(256);
      LiveReplay replay = new LiveReplay(client(), actions, cluster.fleet());
      replay.probe(EG, false);
      cluster.fleet().restart();
      Completion first = completions(replay.run(workload(new Arrival(0.2, 0, 2)))).get(0);
      // only now, so that the container is idle for one of them
      Workload second = workload(new Arrival(0, 0, 5), new Arrival(0.1, 0, 1));
      EpisodeRecorder recorder = EpisodeRecorder.upTo(10, null);
      recorder.began(new FleetContainers(cluster.fleet(), second.functions()));
      LiveResult result = replay.run(second, recorder);
      List<Completion> later = completions(result);

      assertThat(first.cold()).isTrue();
      assertThat(first.arrivalSeconds()).isEqualTo(0.2);
      // cold: 2.2 s with an execution of 0.21 s, here twice that
      assertThat(first.completionTime()).isBetween(2.40, 60.0);
      assertThat(later).extracting(Completion::arrivalSeconds).containsExactly(0.0, 0.1);
      assertThat(later).extracting(Completion::cold).contains(false);
      assertThat(later.get(0).completionTime()).isBetween(1.04, 60.0);
      assertThat(replay.submitted()).isEqualTo(2);
      assertThat(replay.completed()).isEqualTo(2);
      assertSeen(result, recorder);
    }
    assertThat(api.entities).isEmpty();
  }

  /** The containers, and by the controller's log what its policy saw of both. */
  private static void assertSeen(LiveResult result, EpisodeRecorder recorder) {
    assertThat(
            recorder
                .record(List.of(), List.of(EG), new EpisodeResult(result.completions()))
                .containers())
        .isNotEmpty()
        .allMatch(sample -> sample.counts().stream().anyMatch(each -> each.function() == 0));
    Map<String, RebuiltDecision> decisions =
        new ControllerLog(redis()).decisions(Set.copyOf(result.activationIds()));
    assertThat(decisions).containsOnlyKeys(result.activationIds());
    assertThat(decisions.values())
        .allSatisfy(
            each -> {
              assertThat(each.first()).isZero();
              assertThat(each.explained().explanation().ranking()).hasSize(2);
              assertThat(each.explained().moved(3).explanation().chosen().position())
                  .isEqualTo(3 + each.explained().explanation().chosen().position());
            });
  }

  @Test
  void aRefusalEndsTheReplay() {
    try (BenchmarkActions actions =
        BenchmarkActions.create(client(), "p", List.of(EG), AttachTest::goOn)) {
      LiveReplay replay = new LiveReplay(client(), actions, cluster.fleet());
      api.invoked.clear();
      api.invocationsAllowed = 0;
      Workload workload = workload(new Arrival(0, 0, 1), new Arrival(30, 0, 1));
      long before = System.nanoTime();
      assertThatThrownBy(() -> replay.run(workload))
          .isInstanceOf(ExperimentFailedException.class)
          .hasMessageContaining("refuses invocations: status 429, Too many requests");
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(25));
    }
  }

  @Test
  void aPackageOfSomebodyElseIsLeftAlone() {
    JsonNode theirs = JsonNodeFactory.instance.objectNode().put("publish", true);
    api.entities.put("packages/p", theirs);
    assertThatThrownBy(() -> BenchmarkActions.create(client(), "p", List.of(EG), AttachTest::goOn))
        .isInstanceOf(ExperimentFailedException.class)
        .hasMessageStartingWith("--package: ")
        .hasMessageContaining("a package p that was not made by this command");
    assertThat(api.entities).containsOnly(Map.entry("packages/p", theirs));
    api.entities.clear();
  }

  @Test
  void whatAnEarlierRunLeftIsTakenOver() {
    BenchmarkActions earlier =
        BenchmarkActions.create(client(), "p", List.of(EG), AttachTest::goOn);
    earlier.keep();
    earlier.close();
    assertThat(api.entities).containsOnlyKeys("packages/p", "actions/p/EG");
    BenchmarkActions.create(client(), "p", List.of(EG), AttachTest::goOn).close();
    assertThat(api.entities).isEmpty();
  }

  @Test
  void invokersThatServeAreNotJoinedUnasked() {
    FleetSettings same =
        FleetSettings.of(KAFKA.bootstrapServers(), InvokerSettings.paperCluster(2));
    // it listens for three seconds, in which a machine that stands still hears nobody
    ServingInvokers serving =
        Awaitility.await()
            .atMost(Duration.ofSeconds(60))
            .until(
                () -> ServingInvokers.listen(same),
                heard -> heard.names().keySet().equals(Set.of(0, 1)));
    assertThatThrownBy(() -> serving.check(same, true))
        .isInstanceOf(ExperimentFailedException.class)
        .hasMessage(
            "--first: number 0 is that of an invoker that serves, 'emulated0'; from 2 on none does");
    FleetSettings beyond = same.withFirstNumber(2);
    assertThatThrownBy(() -> serving.check(beyond, false))
        .isInstanceOf(ExperimentFailedException.class)
        .hasMessageStartingWith("--kafka: other invokers serve this OpenWhisk: 0, 1; ")
        .hasMessageEndingWith("--beside-others");
    serving.check(beyond, true);
  }

  @Test
  void aWrongKeyIsNamed() {
    OpenWhiskApi other = new OpenWhiskApi(api.address(), "user:other");
    assertThatThrownBy(other::namespace)
        .isInstanceOf(ExperimentFailedException.class)
        .hasMessageStartingWith("--auth: ")
        .hasMessageContaining("The supplied authentication is invalid")
        .hasMessageNotContaining("user:other");
  }

  @Test
  void theModeIsWhatItWas() {
    try (Jedis jedis = new Jedis(REDIS.host(), REDIS.port())) {
      try (ModeControl modes = modes()) {
        modes.set("faasrank");
        assertThat(jedis.get("faasrank:1:mode")).isEqualTo("faasrank");
      }
      assertThat(jedis.exists("faasrank:1:mode")).isFalse();
      jedis.set("faasrank:1:mode", "shadow");
      try (ModeControl modes = modes()) {
        modes.set("faasrank");
        modes.set("hashing");
      }
      assertThat(jedis.get("faasrank:1:mode")).isEqualTo("shadow");
      jedis.del("faasrank:1:mode");
    }
  }

  private static List<Completion> completions(LiveResult result) {
    assertThat(result.failed()).isZero();
    assertThat(result.elsewhere()).isZero();
    return result.completions();
  }

  private static void goOn() {}

  private static ModeControl modes() {
    return new ModeControl(redis());
  }

  private static RedisServer redis() {
    Duration second = Duration.ofSeconds(1);
    return new RedisServer(
        new RedisSettings(
            "redis", REDIS.host(), REDIS.port(), 0, "", "", false, "", "", second, second, second),
        "test");
  }

  private static OpenWhiskApi client() {
    return new OpenWhiskApi(api.address(), FakeApi.KEY);
  }

  private static Workload workload(Arrival... arrivals) {
    return new Workload("w", List.of(EG), List.of(arrivals));
  }
}
