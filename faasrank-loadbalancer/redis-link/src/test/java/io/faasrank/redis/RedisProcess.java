package io.faasrank.redis;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;
import redis.embedded.core.ExecutableProvider;

/**
 * A real Redis server. Its binary comes in a jar (embedded-redis, Redis 6.2), so that the tests
 * need neither an installed server nor a network; the process is the test's own, so that it can be
 * killed and stopped for real.
 */
public final class RedisProcess implements AutoCloseable {

  private static final Path FOLDER = Path.of("target");

  /** How long the tests' own clients wait: a busy machine must not fail them. */
  private static final int PATIENCE_MILLIS = 30_000;

  private final int port;
  private @Nullable Process process;

  private RedisProcess(int port) {
    this.port = port;
  }

  /** A running server on a free port, without a password. */
  public static RedisProcess start() {
    try {
      RedisProcess redis = new RedisProcess(freePort());
      redis.restart();
      return redis;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  public int port() {
    return port;
  }

  /** Starts the server again, empty. */
  public void restart() throws IOException {
    File binary = ExecutableProvider.newJarResourceProvider(FOLDER.toFile()).get();
    List<String> command = new ArrayList<>(List.of(binary.getAbsolutePath()));
    command.addAll(List.of("--port", Integer.toString(port), "--bind", "127.0.0.1"));
    command.addAll(List.of("--save", "", "--appendonly", "no"));
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(FOLDER.resolve("redis-" + port + ".log").toFile())
            .start();
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(this::answers);
  }

  private boolean answers() {
    try (Jedis redis = client()) {
      return "PONG".equals(redis.ping());
    } catch (JedisException e) {
      return false;
    }
  }

  /** A client of the default user without a password. */
  public Jedis client() {
    return client("");
  }

  public Jedis client(String password) {
    DefaultJedisClientConfig.Builder config =
        DefaultJedisClientConfig.builder().resp2().timeoutMillis(PATIENCE_MILLIS);
    if (!password.isEmpty()) {
      config.password(password);
    }
    return new Jedis(new HostAndPort("127.0.0.1", port), config.build());
  }

  /** Ends the server without warning. */
  public void kill() throws InterruptedException {
    Process running = running();
    running.destroyForcibly();
    running.waitFor();
  }

  /** From now on the server accepts connections and answers nothing. */
  public void hang() throws IOException, InterruptedException {
    signal("STOP");
  }

  /** The server answers again. */
  public void resume() throws IOException, InterruptedException {
    signal("CONT");
  }

  private void signal(String name) throws IOException, InterruptedException {
    String pid = Long.toString(running().pid());
    // the shell's own kill: the program of that name is in a package that not every machine has
    int exit = new ProcessBuilder("sh", "-c", "kill -" + name + " " + pid).start().waitFor();
    if (exit != 0) {
      throw new IOException("kill -" + name + " " + pid + " ended with " + exit);
    }
  }

  private Process running() {
    Process running = process;
    if (running == null) {
      throw new IllegalStateException("not started");
    }
    return running;
  }

  @Override
  public void close() {
    Process running = running();
    running.destroyForcibly();
    try {
      running.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
