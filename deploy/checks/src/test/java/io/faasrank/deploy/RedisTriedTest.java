package io.faasrank.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;

/**
 * What install.yml refuses of a Redis that answers, and that uninstall.yml leaves none of our keys
 * in one which others use. Guards against an installation after which nothing is ever reported.
 */
class RedisTriedTest {

  private static final String SECRET = "secret";

  /** Each controller is told of another Redis; what an invoker is refused is its own. */
  @Test
  void eachRedisThatCannotDoItIsNamed(@TempDir Path scratch) throws IOException {
    Installation installation = installation(scratch, RedisProcess.freePort());
    installation.useOpenWhisksRedis();
    try (OldRedis old = new OldRedis();
        RedisProcess narrow = narrow(scratch)) {
      Map<String, Map<String, Object>> controllers = new LinkedHashMap<>();
      controllers.put("old", Map.of("faasrank_redis_port", old.port()));
      controllers.put("plain", Map.of("faasrank_redis_port", narrow.port()));
      controllers.put(
          "tls", Map.of("faasrank_redis_port", narrow.port(), "faasrank_redis_tls", true));
      controllers.put(
          "database", Map.of("faasrank_redis_port", narrow.port(), "faasrank_redis_database", 99));
      controllers.put(
          "wrong",
          Map.of("faasrank_redis_port", narrow.port(), "faasrank_redis_controller_password", "x"));
      controllers.put(
          "events",
          Map.of(
              "faasrank_redis_port",
              narrow.port(),
              "faasrank_controller_env",
              Map.of("CONFIG_faasrank_events_enabled", true)));
      installation.writeInventory(
          Map.of(
              "controllers",
              controllers,
              "invokers",
              Map.of(
                  "narrow",
                  Map.of(
                      "faasrank_redis_port",
                      narrow.port(),
                      "faasrank_redis_user_per_invoker",
                      false),
                  "mute",
                  Map.of(
                      "faasrank_redis_port",
                      narrow.port(),
                      "faasrank_redis_invoker_user",
                      "faasrank-mute",
                      "faasrank_redis_user_per_invoker",
                      false))));
      // OpenWhisk's own, by its group_vars; and the same Redis for the users that it lacks
      Playbooks.Run refused = installation.playbooks().run("install.yml");
      assertThat(refused.failure("controller0"))
          .as(refused.output())
          .contains("faasrank_redis_controller_user is faasrank-controller, not empty, as all four")
          .contains("version 4.0 and knows no users");

      Playbooks.Run run =
          installation
              .playbooks()
              .run(Path.of("src/test/resources/refused"), "redis.yml", "--forks", "8");

      assertThat(run.failure("old"))
          .as(run.output())
          .contains("being older than 6: leave all four empty");
      assertThat(run.failure("tls")).contains("with TLS: it speaks no TLS");
      assertThat(run.failure("database")).contains("the command SELECT: ERR");
      assertThat(run.failure("wrong"))
          .contains("refuses faasrank-controller the command AUTH: WRONGPASS");
      assertThat(run.failure("events")).contains("the command XADD: NOPERM");
      assertThat(run.failure("narrow"))
          .contains("refuses faasrank-invoker", "the command SET: NOPERM");
      assertThat(run.failure("mute"))
          .contains("refuses faasrank-mute", "the command PUBLISH: NOPERM");
      assertThat(run.failure("plain")).isEmpty();
      assertThat(run.failure("controller0")).as("away").isEmpty();
    }
  }

  @Test
  void noKeyIsLeftInARedisOfOthers(@TempDir Path scratch) throws IOException {
    int port = RedisProcess.freePort();
    Installation installation = installation(scratch, port);
    installation.useOpenWhisksRedis();
    installation.dockerAnswers("");
    installation.writeInventory(Map.of());
    installation.playbooks().write("inventory/group_vars/all.yml", NO_USERS);
    try (RedisProcess redis = RedisProcess.carried(port, "--port", "" + port, "--save", "")) {
      try (Jedis client = redis.client("", "")) {
        client.configSet("requirepass", SECRET);
        client.auth(SECRET);
        client.set("faasrank:1:mode", "faasrank");
        client.hset("faasrank:1:model", "version", "1");
        client.xadd("faasrank:1:events", StreamEntryID.NEW_ENTRY, Map.of("batch", "1"));
        client.set("others", "1");

        Playbooks.Run shown = installation.playbooks().run("uninstall.yml", "--check");
        Playbooks.Run kept = installation.playbooks().run("uninstall.yml", "-e", "keep_redis=true");
        assertThat(client.dbSize()).isEqualTo(4);
        Playbooks.Run run = installation.playbooks().run("uninstall.yml uninstall.yml");

        assertThat(shown.changes()).as(shown.output()).isEqualTo(1);
        assertThat(kept.changes()).as(kept.output()).isZero();
        assertThat(run.changes()).as(run.output()).isEqualTo(1);
        assertThat(run.exit()).isZero();
        assertThat(client.keys("*")).containsExactly("others");
      }
    }
    Playbooks.Run away = installation.playbooks().run("uninstall.yml");
    assertThat(away.failure("controller0"))
        .as(away.output())
        .contains("Redis at 127.0.0.1:" + port + ": [Errno 111]");
  }

  private static final String NO_USERS =
      """
      faasrank_redis_controller_user: ""
      faasrank_redis_invoker_user: ""
      faasrank_redis_operator_user: ""
      faasrank_redis_reader_user: ""
      """;

  private static Installation installation(Path scratch, int port) throws IOException {
    Tool.require("ansible-playbook", "ansible-core");
    Installation installation = new Installation(scratch, port, SECRET, "");
    installation.useNoTls();
    return installation;
  }

  /** A Redis of 6.2 whose controllers may not log events, and whose invokers may not report. */
  private static RedisProcess narrow(Path scratch) throws IOException {
    int port = RedisProcess.freePort();
    String user = "user %s on >" + SECRET + " &* %s\n";
    String keys = "~faasrank:1:invoker:* ~faasrank:1:mo* ~faasrank:1:c* ";
    Path settings =
        Files.writeString(
            scratch.resolve("narrow.conf"),
            "port "
                + port
                + "\nsave \"\"\n"
                + user.formatted("faasrank-controller", keys + "+@all")
                + user.formatted("faasrank-invoker", keys + "+@all -set")
                + user.formatted("faasrank-mute", keys + "+@all -publish"));
    return RedisProcess.carried(port, settings.toString());
  }

  /** Says of AUTH what Redis 4.0 and 5.0 say of it with two arguments. */
  private static final class OldRedis implements AutoCloseable {

    private final ServerSocket server;
    private final Thread thread;

    OldRedis() throws IOException {
      server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      thread = new Thread(this::answer, "old-redis");
      thread.setDaemon(true);
      thread.start();
    }

    int port() {
      return server.getLocalPort();
    }

    private void answer() {
      while (!server.isClosed()) {
        try (Socket socket = server.accept()) {
          InputStream in = socket.getInputStream();
          assertThat(in.read(new byte[1024])).isPositive();
          socket
              .getOutputStream()
              .write("-ERR wrong number of arguments for 'auth' command\r\n".getBytes(UTF_8));
          assertThat(in.read()).isNegative();
        } catch (IOException e) {
          // the test is over, or a client has gone
        }
      }
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }
}
