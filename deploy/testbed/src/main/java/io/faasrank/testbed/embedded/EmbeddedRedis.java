package io.faasrank.testbed.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import redis.embedded.RedisServer;
import redis.embedded.core.ExecutableProvider;

/**
 * A real Redis server as a child process, on a free port of the loopback, without a password and
 * without files of its own. Its program comes from a library's jar and is unpacked into a temporary
 * folder that must allow execution. Closing ends the process and deletes the program; the end of
 * this process ends it too.
 */
public final class EmbeddedRedis implements AutoCloseable {

  private static final int ATTEMPTS = 3;

  private final TemporaryFolder folder = new TemporaryFolder("faasrank-redis-");
  private RedisServer server;
  private int port;

  private EmbeddedRedis() {
    try {
      port = FreePorts.two()[0];
      server = server();
    } catch (RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  /**
   * A running server.
   *
   * @throws IllegalStateException when it does not start; nothing is left behind
   */
  public static EmbeddedRedis start() {
    IOException failure = new IOException();
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      EmbeddedRedis redis = new EmbeddedRedis();
      try {
        redis.server.start();
        return redis;
      } catch (IOException e) {
        redis.folder.close();
        failure = e;
      }
    }
    throw new IllegalStateException("Redis does not start: " + failure.getMessage(), failure);
  }

  private RedisServer server() {
    try {
      return RedisServer.newRedisServer()
          .executableProvider(ExecutableProvider.newJarResourceProvider(folder.path().toFile()))
          .port(port)
          .bind("127.0.0.1")
          .setting("save \"\"")
          .setting("appendonly no")
          .setting("dir " + folder.path())
          .onShutdownForceStop(false) // true does not wait for the process to end
          .build();
    } catch (IOException e) {
      throw new UncheckedIOException("the Redis program cannot be unpacked: " + e.getMessage(), e);
    }
  }

  public String host() {
    return "127.0.0.1";
  }

  public int port() {
    return port;
  }

  /**
   * Ends the process and waits until it is gone; all data is lost. Clients find the port closed
   * until {@link #restart}.
   */
  public void kill() {
    try {
      server.stop();
    } catch (IOException e) {
      throw new UncheckedIOException("Redis cannot be stopped: " + e.getMessage(), e);
    }
  }

  /**
   * Starts an empty server on the same port.
   *
   * @throws UncheckedIOException when the port has been taken meanwhile
   */
  public void restart() {
    try {
      server = server();
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException("Redis does not start again: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try {
      kill();
    } finally {
      folder.close();
    }
  }
}
