package io.faasrank.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.faasrank.cluster.ReportCodec;
import io.faasrank.event.ModeSet;
import io.faasrank.loadbalancer.event.EventLog;
import io.faasrank.loadbalancer.redis.EventStream;
import io.faasrank.loadbalancer.redis.RedisFeed;
import io.faasrank.metrics.publish.Publisher;
import io.faasrank.metrics.settings.MetricsSettings;
import io.faasrank.redis.RedisSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisDataException;

/** Guards users.acl against a right too few, which stops a plugin, and against one too many. */
class RedisAclTest {

  private static final String PASSWORD = "a password that only this test knows";

  /** Redis lets these through for everybody, before a password is given. */
  private static final Set<String> FREE = Set.of("auth", "hello", "quit", "reset");

  private static final Map<String, Set<String>> ALLOWED =
      Map.of(
          "faasrank-controller",
          Set.of(
              "get",
              "getrange",
              "mget",
              "hget",
              "hmget",
              "hstrlen",
              "watch",
              "unwatch",
              "multi",
              "exec",
              "xadd",
              "xread",
              "xlen",
              "xtrim",
              "memory",
              "hgetall",
              "hkeys",
              "hlen",
              "hset",
              "hsetnx",
              "hdel",
              "set",
              "del",
              "expire",
              "discard",
              "subscribe",
              "unsubscribe",
              "ping",
              "select"),
          "faasrank-invoker",
          Set.of("set", "publish", "ping", "select"),
          "faasrank-invoker-1",
          Set.of("set", "publish", "ping", "select"),
          "faasrank-operator",
          Set.of(
              "get", "set", "del", "expire", "hget", "hmget", "hgetall", "hlen", "hset", "hsetnx",
              "hdel", "watch", "unwatch", "multi", "exec", "discard", "ping", "select"),
          "faasrank-reader",
          Set.of(
              "get",
              "mget",
              "hget",
              "hmget",
              "pttl",
              "xlen",
              "xrange",
              "xread",
              "subscribe",
              "unsubscribe",
              "time",
              "ping",
              "select"));

  static RedisProcess redis;

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException {
    int port = RedisProcess.freePort();
    Path users = Files.writeString(folder.resolve("users.acl"), users());
    redis =
        RedisProcess.carried(
            port,
            "--port",
            Integer.toString(port),
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--aclfile",
            users.toString());
  }

  @AfterAll
  static void stop() {
    if (redis != null) {
      redis.close();
    }
  }

  /**
   * The file as redis.yml renders it, with both kinds of users of invokers; and one more user who
   * may do everything and prepares.
   */
  private static String users() {
    String hash = sha256(PASSWORD);
    String users =
        Repository.text("deploy/redis/users.acl.j2")
            .lines()
            .filter(line -> !line.startsWith("{%"))
            .flatMap(RedisAclTest::eachInvoker)
            .map(line -> line.replaceAll("\\{\\{ faasrank_redis_(\\w+)_user }}", "faasrank-$1"))
            .map(line -> line.replaceAll("\\{\\{ (\\w+_sha256|\\(invoker_password .*?) }}", hash))
            .collect(Collectors.joining("\n", "", "\n"));
    assertThat(users).doesNotContain("{{").doesNotContain("{%").contains("faasrank-invoker-1 ");
    return users + "user all on #" + hash + " ~* &* +@all\n";
  }

  private static Stream<String> eachInvoker(String line) {
    return line.contains("{{ number }}")
        ? Stream.of("0", "1").map(number -> line.replace("{{ number }}", number))
        : Stream.of(line);
  }

  private static String sha256(String password) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(password.getBytes(UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void nobodyMayDoAnythingWithoutAPassword() {
    assertThatThrownBy(() -> redis.client("", "").ping()).hasMessageContaining("NOAUTH");
  }

  /** At once, rather than after the time in which one must be ready. */
  @Test
  void aServerThatEndsAtItsStartSaysWhy() {
    assertThatThrownBy(() -> RedisProcess.carried(1, "--port", "none"))
        .hasMessageContaining("FATAL CONFIG FILE ERROR");
  }

  @ParameterizedTest
  @ValueSource(strings = {"faasrank-invoker", "faasrank-invoker-1"})
  void theInvokersModuleWorks(String user) throws Exception {
    String settings =
        """
        faasrank.metrics.redis {
          host = "127.0.0.1", port = %s, database = 1
          user = %s, password = "%s"
        }
        """
            .formatted(redis.port(), user, PASSWORD);
    MetricsSettings metrics =
        MetricsSettings.from(
            ConfigFactory.parseString(settings).withFallback(ConfigFactory.defaultReference()));
    try (Publisher publisher = Publisher.of(metrics, 1, user, null, () -> null);
        Jedis controller = redis.client("faasrank-controller", PASSWORD)) {
      controller.select(1);
      publisher.start();
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () -> {
                String report = controller.get("faasrank:1:invoker:1");
                assertThat(report).contains("\"" + user + "\"");
                assertThat(ReportCodec.decode(report.getBytes(UTF_8)).invoker()).isEqualTo(1);
              });
      assertThat(publisher.dropped()).isZero();
    }
  }

  @Test
  void theControllersFeedAndStreamWork() throws Exception {
    try (Jedis invoker = redis.client("faasrank-invoker", PASSWORD);
        Jedis operator = redis.client("faasrank-operator", PASSWORD)) {
      invoker.set("faasrank:1:invoker:0", "stored");
      operator.set("faasrank:1:mode", "shadow");
      operator.hset("faasrank:1:model", Map.of("version", "2", "bytes", "weights"));
    }
    String settings =
        """
        faasrank.redis {
          host = "127.0.0.1", port = %s, database = 0, user = faasrank-controller, password = "%s"
          tls = false, tls-trust-store = "", tls-trust-store-password = ""
          connect-timeout = 1s, socket-timeout = 1s, first-backoff = 50ms
        }
        """
            .formatted(redis.port(), PASSWORD);
    RedisSettings server =
        RedisSettings.from(ConfigFactory.parseString(settings), "faasrank.redis");
    Heard heard = new Heard();
    EventLog log = new EventLog();
    try (RedisFeed feed = new RedisFeed(server, Duration.ofMillis(100), 2, () -> 1, heard);
        EventStream stream =
            new EventStream(
                log, "one", server, 1 << 20, System::nanoTime, System::currentTimeMillis)) {
      feed.start();
      stream.start();
      log.add(new ModeSet(1, "hashing"));
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () ->
                  assertThat(heard.words)
                      .contains("connected", "report stored", "mode shadow", "model 2 weights"));
      try (Jedis invoker = redis.client("faasrank-invoker", PASSWORD);
          Jedis reader = redis.client("faasrank-reader", PASSWORD)) {
        invoker.publish("faasrank:1:metrics", "pushed");
        invoker.publish("faasrank:1:invoker:0", "compact");
        Awaitility.await()
            .atMost(Duration.ofSeconds(20))
            .until(
                () ->
                    heard.words.contains("report pushed")
                        && heard.words.contains("report of 0 compact")
                        && reader.xlen("faasrank:1:events") > 0);
      }
    }
  }

  /** What a controller's feed hands on, in words. */
  private static final class Heard implements RedisFeed.Listener {

    final Queue<String> words = new ConcurrentLinkedQueue<>();

    @Override
    public void stored(int invoker, byte[] document) {
      words.add("report " + new String(document, UTF_8));
    }

    @Override
    public void pushed(int invoker, byte[] document) {
      words.add("report of " + invoker + " " + new String(document, UTF_8));
    }

    @Override
    public void pushedToAll(byte[] document) {
      words.add("report " + new String(document, UTF_8));
    }

    @Override
    public void tooLong() {
      words.add("too long");
    }

    @Override
    public void mode(@Nullable String text) {
      words.add("mode " + text);
    }

    @Override
    public void model(String version, byte[] bytes, @Nullable String signature) {
      words.add("model " + version + " " + new String(bytes, UTF_8));
    }

    @Override
    public void modelRemoved() {
      words.add("no model");
    }

    @Override
    public void connected() {
      words.add("connected");
    }

    @Override
    public void disconnected() {
      words.add("disconnected");
    }
  }

  /** Each as the code, a playbook or a document sends it. */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "faasrank-controller, GET faasrank:1:mode",
        "faasrank-controller, MGET faasrank:1:invoker:0 faasrank:1:invoker:1",
        "faasrank-controller, GETRANGE faasrank:1:invoker:0 0 262144",
        "faasrank-controller, HGET faasrank:1:model version",
        "faasrank-controller, HSTRLEN faasrank:1:model bytes",
        "faasrank-controller, WATCH faasrank:1:model",
        "faasrank-controller, HMGET faasrank:1:model version bytes",
        "faasrank-controller, XADD faasrank:1:events * a b",
        "faasrank-controller, XLEN faasrank:1:events",
        "faasrank-controller, XTRIM faasrank:1:events MAXLEN 100",
        "faasrank-controller, MEMORY USAGE faasrank:1:events SAMPLES 0",
        "faasrank-controller, HGETALL faasrank:1:canary:1-a:blocks",
        "faasrank-controller, HSETNX faasrank:1:canary:1-a verdict x",
        "faasrank-controller, HSET faasrank:1:refused a x",
        "faasrank-controller, WATCH faasrank:1:candidate faasrank:1:mode",
        "faasrank-controller, SET faasrank:1:canary:last x",
        "faasrank-controller, DEL faasrank:1:candidate",
        "faasrank-controller, CLIENT SETNAME faasrank",
        "faasrank-invoker, SET faasrank:1:invoker:0 {} PX 5000",
        "faasrank-invoker, PUBLISH faasrank:1:metrics {}",
        "faasrank-invoker, PUBLISH faasrank:1:invoker:0 {}",
        "faasrank-invoker, PUBSUB NUMSUB faasrank:1:metrics faasrank:1:invoker:0",
        "faasrank-invoker, CLIENT SETNAME faasrank",
        "faasrank-invoker-1, SET faasrank:1:invoker:1 {} PX 5000",
        "faasrank-invoker-1, PUBLISH faasrank:1:invoker:1 {}",
        "faasrank-invoker-1, PUBSUB NUMSUB faasrank:1:metrics faasrank:1:invoker:1",
        "faasrank-operator, SET faasrank:1:mode hashing",
        "faasrank-operator, GET faasrank:1:mode",
        "faasrank-operator, DEL faasrank:1:mode",
        "faasrank-operator, HSET faasrank:1:model version 1 bytes x",
        "faasrank-operator, DEL faasrank:1:model",
        "faasrank-operator, HSET faasrank:1:candidate trial x bytes x",
        "faasrank-operator, HSETNX faasrank:1:canary:1-a verdict x",
        "faasrank-operator, GET faasrank:1:canary:last",
        "faasrank-reader, MGET faasrank:1:invoker:0 faasrank:1:mode",
        "faasrank-reader, HGET faasrank:1:model version",
        "faasrank-reader, PTTL faasrank:1:invoker:0",
        "faasrank-reader, XREAD COUNT 1 STREAMS faasrank:1:events 0",
        "faasrank-reader, TIME",
        "faasrank-reader, PUBSUB NUMSUB faasrank:1:metrics",
      })
  void whatIsUsedIsAllowed(String user, String command) {
    assertThatCode(() -> send(user, command)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "faasrank-controller, GET other",
    "faasrank-controller, MGET faasrank:1:invoker:0 other",
    "faasrank-controller, HGET faasrank:2:model version",
    "faasrank-controller, XADD other * a b",
    "faasrank-controller, SUBSCRIBE other",
    "faasrank-invoker, SET faasrank:1:mode hashing",
    "faasrank-invoker, SET faasrank:1:model x",
    "faasrank-invoker, SET other x",
    "faasrank-invoker, PUBLISH other x",
    "faasrank-invoker, PUBSUB CHANNELS",
    "faasrank-invoker-1, SET faasrank:1:invoker:0 {}",
    "faasrank-invoker-1, SET faasrank:1:invoker:11 {}",
    "faasrank-invoker-1, PUBLISH faasrank:1:invoker:0 {}",
    "faasrank-invoker-1, PUBLISH faasrank:1:metrics {}",
    "faasrank-operator, SET faasrank:1:invoker:0 x",
    "faasrank-operator, SET other x",
    "faasrank-operator, DEL faasrank:1:events",
    "faasrank-reader, GET other",
    "faasrank-reader, SUBSCRIBE other",
    "faasrank-reader, PUBSUB CHANNELS",
  })
  void whatBelongsToOthersIsRefused(String user, String command) {
    assertThatThrownBy(() -> send(user, command)).isInstanceOf(JedisAccessControlException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "faasrank-controller",
        "faasrank-invoker",
        "faasrank-invoker-1",
        "faasrank-operator",
        "faasrank-reader"
      })
  void everyOtherCommandIsRefused(String user) {
    Set<String> expected = ALLOWED.getOrDefault(user, Set.of());
    Set<String> allowed = new TreeSet<>();
    arities()
        .forEach(
            (command, arity) -> {
              String[] arguments = new String[Math.abs(arity) - 1];
              Arrays.fill(arguments, "faasrank:1:mode");
              if (!expected.contains(command) && !isRefused(user, command, arguments)) {
                allowed.add(command);
              }
            });

    assertThat(expected).isNotEmpty();
    assertThat(allowed).isEmpty();
  }

  /**
   * Words that every command takes at the least, itself included; negative where more may follow.
   */
  private static Map<String, Integer> arities() {
    Map<String, Integer> arities = new TreeMap<>();
    try (Jedis all = redis.client("all", PASSWORD)) {
      for (Object command : (List<?>) all.sendCommand(() -> "COMMAND".getBytes(UTF_8))) {
        List<?> fields = (List<?>) command;
        String name = new String((byte[]) fields.get(0), UTF_8).toLowerCase(Locale.ROOT);
        if (!FREE.contains(name)) {
          arities.put(name, Math.toIntExact((Long) fields.get(1)));
        }
      }
    }
    assertThat(arities).containsKeys("get", "flushall", "config", "keys", "acl");
    return arities;
  }

  private static boolean isRefused(String user, String command, String... arguments) {
    try (Jedis client = redis.client(user, PASSWORD)) {
      client.sendCommand(() -> command.getBytes(UTF_8), arguments);
      return false;
    } catch (JedisDataException e) {
      // EXEC wraps the refusal
      return String.valueOf(e.getMessage()).contains("NOPERM");
    }
  }

  private static Object send(String user, String command) {
    String[] words = command.split(" ", -1);
    try (Jedis client = redis.client(user, PASSWORD)) {
      return client.sendCommand(
          () -> words[0].getBytes(UTF_8), Arrays.copyOfRange(words, 1, words.length));
    }
  }
}
