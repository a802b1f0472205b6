package io.faasrank.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.faasrank.metrics.publish.Publisher;
import io.faasrank.metrics.settings.MetricsSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * One installation from its first check to its end, on this machine, below a scratch folder, with a
 * real Redis that speaks TLS and knows the ACL. Guards against files, rights and variables that
 * differ from what OpenWhisk's playbooks and the two plugins read, against a second run that
 * changes something, and against secrets in what Ansible prints.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class InstallationTest {

  /** Characters that YAML, Jinja, HOCON or a shell could take for their own. */
  private static final String SECRET = "s3cr\"et\\ #$'{x}";

  private static final String TRUST = "trust-me-2";

  private static Installation installation;
  private static RedisProcess redis;

  @BeforeAll
  static void prepare(@TempDir Path scratch) throws IOException {
    Tool.require("ansible-playbook", "ansible-core");
    Tool.require("redis-check-rdb", "redis-tools");
    Tool.require("openssl", "openssl");
    installation = new Installation(scratch, RedisProcess.freePort(), SECRET, TRUST);
    installation.writeInventory(Map.of());
    installation.makeCertificates();
    Playbooks.Run configured = installation.playbooks().run("redis.yml");
    assertThat(configured.exit()).as(configured.output()).isZero();
    assertThat(Files.getOwner(installation.file("redis/users.acl")))
        .as("without faasrank_become files belong to who runs the playbook")
        .isEqualTo(Files.getOwner(scratch));
    redis =
        RedisProcess.debian(installation.port(), scratch.resolve("redis/redis.conf").toString());
  }

  @AfterAll
  static void stop() {
    if (redis != null) {
      redis.close();
    }
  }

  @Test
  @Order(1)
  void checkModeShowsWhatWouldHappenAndDoesNothing() throws IOException {
    Playbooks.Run run = installation.playbooks().run("install.yml", "--check", "--diff", "-vvv");

    assertThat(run.exit()).as(run.output()).isZero();
    assertThat(run.changes()).isPositive();
    assertThat(run.output()).contains("+scheduler_enable: false");
    assertThat(files("home")).isEmpty();
    assertThatNothingLeaks(run);
  }

  @Test
  @Order(2)
  void installsExactlyTheseFiles() throws IOException {
    Playbooks.Run run = installation.playbooks().run("install.yml", "--diff", "-vvv");

    assertThat(run.exit()).as(run.output()).isZero();
    assertThat(files("home"))
        .containsExactlyEntriesOf(
            new TreeMap<>(
                Map.of(
                    "controller/faasrank-loadbalancer.jar", "rw-r--r--",
                    "controller/conf/secrets.conf", "r--------",
                    "controller/conf/trust.p12", "rw-r--r--",
                    "controller/conf/model.safetensors", "rw-r--r--",
                    "invoker/faasrank-invoker-metrics.jar", "rw-r--r--",
                    "invoker/conf/secrets.conf", "r--------",
                    "invoker/conf/trust.p12", "rw-r--r--")));
    assertThat(files("redis"))
        .containsEntry("users.acl", "rw-r-----")
        .containsEntry("redis.conf", "rw-r-----")
        .containsEntry("server.key", "rw-------")
        .containsEntry("ca.key", "rw-------");
    assertThat(installation.file("home/controller/faasrank-loadbalancer.jar"))
        .hasSameBinaryContentAs(installation.file("loadbalancer.jar"));
    assertThat(installation.file("home/invoker/faasrank-invoker-metrics.jar"))
        .hasSameBinaryContentAs(installation.file("metrics.jar"));
    assertThat(installation.file("vars/openwhisk-vars.yml")).isNotEmptyFile();
    assertThat(Repository.text(installation.file("vars/openwhisk-vars.yml")))
        .doesNotContain("s3cr", TRUST);
    assertThatNothingLeaks(run);
  }

  /** The invoker that OpenWhisk's role would start reports to this very Redis. */
  @Test
  @Order(3)
  void anInvokerStartedWithItReportsAndASecondRunChangesNothing() throws IOException {
    installation.deployOpenWhisk();
    Rendered invoker = installation.rendered("invoker0");
    Config config = invoker.config(installation.file("home/invoker/conf"));
    MetricsSettings settings =
        MetricsSettings.from(
            config
                .withFallback(ConfigFactory.defaultReference())
                // a test cannot have the volume /proc:/host/proc, and OSHI reads one /proc a
                // process
                .withValue(
                    "faasrank.metrics.proc-root",
                    ConfigFactory.parseString("p=/proc").getValue("p")));

    assertThat(settings.redis().user()).isEqualTo("faasrank-invoker-0");
    assertThat(settings.redis().password()).isEqualTo(sha256(SECRET + ":0"));
    try (Publisher publisher = Publisher.of(settings, 0, "invoker0", null, () -> null)) {
      publisher.start();
      Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> publisher.published() > 0);
      Playbooks.Run run = installation.playbooks().run("redis.yml install.yml status.yml");
      assertThat(run.exit()).as(run.output()).isZero();
      assertThat(run.changes()).as(run.output()).isZero();
      assertThat(run.output())
          .contains("\"mode\": \"none: as configured\"", "\"state\": \"reports\"", "sha256")
          .contains("faasrank-loadbalancer.jar: the same on all hosts")
          // none runs here, but the reader may ask
          .contains("\"controllers_listening\": \"0 of 1\"");
    }
  }

  @Test
  @Order(4)
  void aControllerStartedWithItReachesItsSecretsAndItsModel() throws IOException {
    Rendered controller = installation.rendered("controller0");
    Config config = controller.config(installation.file("home/controller/conf"));

    assertThat(config.getString("faasrank.mode")).isEqualTo("shadow");
    assertThat(config.getString("faasrank.redis.user")).isEqualTo("faasrank-controller");
    assertThat(config.getString("faasrank.redis.password")).isEqualTo(SECRET);
    assertThat(config.getString("faasrank.redis.tls-trust-store-password")).isEqualTo(TRUST);
    assertThat(Path.of(config.getString("faasrank.redis.tls-trust-store"))).isRegularFile();
    assertThat(Path.of(config.getString("faasrank.model"))).isRegularFile();
  }

  @Test
  @Order(5)
  void switchesOnceAndForAllControllers() {
    Playbooks playbooks = installation.playbooks();
    String[] hashing = {"-e", "to=hashing", "--diff", "-vvv"};

    Playbooks.Run twice = playbooks.run("switch.yml switch.yml", hashing);
    assertThat(twice.changes()).as(twice.output()).isEqualTo(1);
    assertThat(twice.output()).contains("+hashing");
    assertThatNothingLeaks(twice);
  }

  /** No user may load another password into a server that runs. */
  @Test
  @Order(6)
  void aRestartOfRedisTakesANewPasswordOverAndKeepsTheMode() throws IOException {
    Playbooks playbooks = installation.playbooks();
    playbooks.write("inventory/group_vars/all.yml", "faasrank_redis_operator_password: anew\n");
    Playbooks.Run written = playbooks.run("redis.yml");
    assertThat(written.changes()).as(written.output()).isEqualTo(1);
    redis.close();
    assertThat(files("redis").keySet())
        .as("a file of its own, and no log of every report")
        .contains("faasrank.rdb")
        .noneMatch(file -> file.startsWith("appendonly"));
    redis =
        RedisProcess.debian(installation.port(), installation.file("redis/redis.conf").toString());

    Playbooks.Run same = playbooks.run("switch.yml", "-e", "to=hashing");
    assertThat(same.exit()).as(same.output()).isZero();
    assertThat(same.changes()).as(same.output()).isZero();
  }

  /** From two hosts at once, of which one has a wrong password. */
  @Test
  @Order(7)
  void checkModeSwitchesNothingAndRedisIsToldBack() throws IOException {
    Map<String, Object> wrong = Map.of("faasrank_redis_operator_password", "wrong");
    installation.writeInventory(Map.of("controllers", Map.of("controller1", wrong)));
    Playbooks playbooks = installation.playbooks();

    Playbooks.Run shown =
        playbooks.run("switch.yml", "-e", "to=faasrank", "-e", "via=controllers", "--check");
    assertThat(shown.changed()).as(shown.output()).containsEntry("controller0", 1);
    assertThat(shown.failure("controller1"))
        .contains("127.0.0.1:" + installation.port())
        .contains("refuses faasrank-operator the command AUTH: WRONGPASS");
    installation.writeInventory(Map.of());
    Playbooks.Run back = playbooks.run("status.yml switch.yml", "-e", "to=configured", "--diff");
    assertThat(back.changes()).as(back.output()).isEqualTo(1);
    assertThat(back.output()).contains("\"mode\": \"hashing\"", "-hashing");
  }

  /**
   * With Redis away there is no switch, but hashing for good, and a newer jar with it; also where
   * the first controller is away, too.
   */
  @Test
  @Order(8)
  void rollsBackAndUpgradesWithoutRedisAndTheFirstController() throws IOException {
    redis.close();
    installation.writeJar("loadbalancer.jar", "pekko", "a newer load balancer");
    installation.writeInventory(
        Map.of("controllers", Map.of("controller-gone", installation.unreachable())));
    Playbooks playbooks = installation.playbooks();
    Playbooks.Run run = playbooks.run("install.yml", "-e", "faasrank_mode=hashing");
    Playbooks.Run told = playbooks.run("switch.yml", "-e", "to=hashing", "-e", "via=controller0");

    assertThat(told.failure("controller0"))
        .as(told.output())
        .contains("Redis at 127.0.0.1:" + installation.port() + ", with TLS: [Errno 111]");
    assertThat(run.failure("controller-gone")).as(run.output()).contains("UNREACHABLE!");
    assertThat(run.output()).contains("Connection refused; goes on all the same");
    assertThat(run.changed())
        .as(run.output())
        .containsEntry("controller0", 2)
        .containsEntry("invoker0", 0);
    assertThat(Repository.text(installation.file("vars/openwhisk-vars.yml")))
        .contains("CONFIG_faasrank_mode: \"hashing\"");
    assertThat(files("home").keySet()).filteredOn(name -> name.endsWith(".jar")).hasSize(2);
    assertThat(installation.file("home/controller/faasrank-loadbalancer.jar"))
        .hasSameBinaryContentAs(installation.file("loadbalancer.jar"));
  }

  /**
   * Two controllers and two invokers of one machine, which remove the same files; the first
   * controller is left out.
   */
  @Test
  @Order(9)
  void uninstallsWhenNoContainerUsesTheFilesAnyMore() throws IOException {
    installation.dockerAnswers("controller0");
    Map<String, Object> failing = Map.of("faasrank_docker_cli", installation.failingDocker());
    installation.writeInventory(
        Map.of(
            "controllers",
            Map.of("controller1", failing),
            "invokers",
            Map.of("invoker1", failing)));
    for (String option : List.of("--check", "--diff")) {
      Playbooks.Run refused = installation.playbooks().run("uninstall.yml", option);
      assertThat(refused.failure("controller0"))
          .as(refused.output())
          .contains("\"msg\": \"controller0 still mounts");
      assertThat(refused.failure("controller1")).contains("Cannot connect to the Docker daemon");
      assertThat(files("home")).hasSize(7);
    }

    installation.dockerAnswers("");
    installation.writeInventory(
        Map.of(
            "controllers",
            Map.of("controller-gone", installation.unreachable(), "controller1", Map.of()),
            "invokers",
            Map.of("invoker1", Map.of())));
    Playbooks.Run run =
        installation.playbooks().run("uninstall.yml", "--diff", "--limit", "!controller-gone");
    assertThat(run.exit()).as(run.output()).isZero();
    assertThat(installation.file("home")).doesNotExist();
    assertThat(installation.file("vars/openwhisk-vars.yml")).doesNotExist();
    assertThat(files("redis").keySet())
        .as("what the operator put there stays")
        .contains("server.key", "ca.crt")
        .doesNotContain("redis.conf", "users.acl", "faasrank.rdb");
  }

  private static String sha256(String text) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void assertThatNothingLeaks(Playbooks.Run run) {
    assertThat(List.of("s3cr", TRUST)).noneMatch(run.output()::contains);
  }

  /** Files below a folder of the scratch folder, with their rights. */
  private static SortedMap<String, String> files(String folder) throws IOException {
    Path root = installation.file(folder);
    SortedMap<String, String> files = new TreeMap<>();
    if (Files.isDirectory(root)) {
      try (Stream<Path> all = Files.walk(root)) {
        for (Path file : all.filter(Files::isRegularFile).toList()) {
          files.put(
              root.relativize(file).toString(),
              PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        }
      }
    }
    return files;
  }
}
