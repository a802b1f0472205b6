package io.faasrank.testbed.attach;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.faasrank.cluster.InvokerReport;
import io.faasrank.testbed.cli.Main;
import io.faasrank.testbed.controller.ControllerSettings;
import io.faasrank.testbed.controller.InvokerHealth;
import io.faasrank.testbed.controller.InvokerState;
import io.faasrank.testbed.controller.MeterTable;
import io.faasrank.testbed.controller.StandInController;
import io.faasrank.testbed.embedded.EmbeddedKafka;
import io.faasrank.testbed.embedded.EmbeddedRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/**
 * Guards against an OpenWhisk that is not as it was after {@code testbed attach} was told to end,
 * at each of its stages: actions that stay, a mode that stays, reports that stay, controllers that
 * go on sending to invokers that are gone, or that wait for what these had taken. The command runs
 * as a process of its own and gets a signal; a second Ctrl-C is not tried.
 */
@Timeout(400)
final class TerminationTest {

  private static final Duration LONG = Duration.ofMinutes(1);
  private static final EmbeddedKafka KAFKA = EmbeddedKafka.start();
  private static final EmbeddedRedis REDIS = EmbeddedRedis.start();
  private static final StandInController CONTROLLER =
      StandInController.start(
          ControllerSettings.of(
                  KAFKA.bootstrapServers(),
                  ControllerSettings.balancer(
                      REDIS.host(), REDIS.port(), Map.of("mode", "hashing")))
              // silence and timeouts alone would not do in time what leaving is to do
              .withTimes(LONG, LONG.multipliedBy(3), LONG),
          new MeterTable());
  private static final Jedis JEDIS = new Jedis(REDIS.host(), REDIS.port());
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @SuppressWarnings("NullAway.Init")
  private static FakeApi api;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  private final List<Process> started = new ArrayList<>();

  @BeforeAll
  static void open() throws IOException {
    api = new FakeApi(CONTROLLER);
  }

  @AfterEach
  void nothingRuns() {
    started.forEach(Process::destroyForcibly);
    api.afterPut = name -> {};
    api.invoked.clear();
  }

  @AfterAll
  static void close() {
    api.close();
    JEDIS.close();
    CONTROLLER.close();
    REDIS.close();
    KAFKA.close();
  }

  @Test
  void whileActionsAreCreated() throws Exception {
    CountDownLatch third = new CountDownLatch(3);
    CountDownLatch told = new CountDownLatch(1);
    api.afterPut =
        name -> {
          third.countDown();
          if (third.getCount() == 0) {
            awaitLatch(told);
          }
        };
    Process attach = attach("created.");
    awaitLatch(third);
    attach.destroy();
    told.countDown();
    ends(attach);
    assertThat(api.entities).isEmpty();
    assertThat(JEDIS.keys(InvokerReport.key(0))).isEmpty();
  }

  /** On topics of their own, where no controller tests the invokers, which they wait for. */
  @Test
  void whileInvokersJoin() throws Exception {
    Process attach = attach("joined.");
    goesOnUntil(attach, () -> JEDIS.exists(InvokerReport.key(1)));
    assertThat(api.entities).hasSize(11);
    attach.destroy();
    ends(attach);
    assertThat(api.entities).isEmpty();
    assertThat(JEDIS.exists("faasrank:1:mode")).isFalse();
    await().atMost(PATIENCE).until(() -> JEDIS.keys("faasrank:1:invoker:*").isEmpty());
  }

  /** Also where the end comes before a replay: they are kept from their creation on. */
  @Test
  void whatIsToBeKeptStays() throws Exception {
    Process attach = attach("kept.", "--keep");
    goesOnUntil(attach, () -> JEDIS.exists(InvokerReport.key(1)));
    attach.destroy();
    ends(attach);
    assertThat(api.entities).hasSize(11);
    api.entities.clear();
    await().atMost(PATIENCE).until(() -> JEDIS.keys("faasrank:1:invoker:*").isEmpty());
  }

  @Test
  void whileAWorkloadIsReplayed() throws Exception {
    JEDIS.set("faasrank:1:mode", "shadow");
    Process attach = attach("", "--modes", "faasrank");
    goesOnUntil(attach, () -> "faasrank".equals(JEDIS.get("faasrank:1:mode")));
    // the mode is set before the replay begins; more arrives than two invokers can run
    goesOnUntil(attach, () -> CONTROLLER.totals().inflight() > 5);
    attach.destroy();
    ends(attach);
    assertThat(JEDIS.get("faasrank:1:mode")).isEqualTo("shadow");
    assertThat(api.entities).isEmpty();
    // and not only after a minute without a ping, or three without an answer
    await()
        .atMost(LONG.dividedBy(2))
        .untilAsserted(
            () -> {
              assertThat(CONTROLLER.invokers())
                  .extracting(InvokerState::health)
                  .containsOnly(InvokerHealth.OFFLINE);
              assertThat(CONTROLLER.totals().inflight()).isZero();
            });
    assertThat(CONTROLLER.totals().systemErrors()).isPositive();
    await().atMost(PATIENCE).until(() -> JEDIS.keys("faasrank:1:invoker:*").isEmpty());
    JEDIS.del("faasrank:1:mode");
  }

  private Process attach(String topicPrefix, String... more) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Main.class.getName(),
                "testbed",
                "attach",
                "--kafka",
                KAFKA.bootstrapServers(),
                "--redis",
                "redis://" + REDIS.host() + ":" + REDIS.port(),
                "--api",
                api.address().toString(),
                "--auth",
                FakeApi.KEY,
                "--invokers",
                "2"));
    if (!topicPrefix.isEmpty()) {
      command.addAll(List.of("--topic-prefix", topicPrefix));
    }
    command.addAll(List.of(more));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("said").toFile())
            .start();
    started.add(process);
    return process;
  }

  private void goesOnUntil(Process attach, Callable<Boolean> condition) {
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              assertThat(attach.isAlive()).as(said()).isTrue();
              return condition.call();
            });
  }

  private String said() throws IOException {
    return Files.readString(folder.resolve("said"), UTF_8);
  }

  private void ends(Process attach) throws Exception {
    assertThat(attach.waitFor(40, TimeUnit.SECONDS)).isTrue();
    String said = said();
    // what ends a process whose signal is 15
    assertThat(attach.exitValue()).as(said).isEqualTo(128 + 15);
    assertThat(said).doesNotContain("Exception");
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
