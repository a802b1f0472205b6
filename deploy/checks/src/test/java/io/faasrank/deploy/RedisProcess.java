package io.faasrank.deploy;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.embedded.core.ExecutableProvider;

/**
 * A real Redis server: 6.2, whose binary embedded-redis carries, or 7.0, which Debian's package
 * redis-tools brings along as redis-check-rdb: one binary that does what its name says.
 */
final class RedisProcess implements AutoCloseable {

  private static final String DEBIAN = "redis-check-rdb";

  private final int port;
  private final Process process;

  private RedisProcess(int port, Process process) {
    this.port = port;
    this.process = process;
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** Redis 6.2. */
  static RedisProcess carried(int port, String... options) throws IOException {
    File binary = ExecutableProvider.newJarResourceProvider(Path.of("target").toFile()).get();
    return start(List.of(binary.getAbsolutePath()), port, options);
  }

  /** Redis 7.0 with TLS; skips the test where it is not installed. */
  static RedisProcess debian(int port, String... options) throws IOException {
    Tool.require(DEBIAN, "redis-tools");
    return start(
        List.of("bash", "-c", "exec -a redis-server " + DEBIAN + " \"$@\"", "bash"), port, options);
  }

  private static RedisProcess start(List<String> program, int port, String... options)
      throws IOException {
    List<String> command = new ArrayList<>(program);
    command.addAll(List.of(options));
    Path log = Path.of("target", "redis-" + port + ".log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> !process.isAlive() || isReady(log));
    } catch (ConditionTimeoutException e) {
      // said below, with the log
    }
    if (!process.isAlive() || !isReady(log)) {
      process.destroyForcibly();
      throw new IllegalStateException("no Redis on port " + port + ": " + Files.readString(log));
    }
    return new RedisProcess(port, process);
  }

  private static boolean isReady(Path log) throws IOException {
    return Files.readString(log).contains("Ready to accept connections");
  }

  int port() {
    return port;
  }

  /** A client; an empty user and password are the default user's, who is asked nothing. */
  Jedis client(String user, String password) {
    DefaultJedisClientConfig.Builder config = DefaultJedisClientConfig.builder().resp2();
    if (!user.isEmpty()) {
      config.user(user).password(password);
    }
    return new Jedis(new HostAndPort("127.0.0.1", port), config.build());
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
