package io.faasrank.testbed.local;

import io.faasrank.redis.RedisServer;
import io.faasrank.testbed.controller.ControllerSettings;
import io.faasrank.testbed.embedded.EmbeddedKafka;
import io.faasrank.testbed.embedded.EmbeddedRedis;
import java.io.UncheckedIOException;
import java.util.Map;

/** A Kafka and a Redis of this process, on free ports. */
public record LocalServers(EmbeddedKafka kafka, EmbeddedRedis redis) implements AutoCloseable {

  /**
   * Both running.
   *
   * @throws IllegalStateException when one of them does not start; nothing is left running
   * @throws UncheckedIOException when there is no room for their files; likewise
   */
  public static LocalServers start() {
    EmbeddedRedis redis = EmbeddedRedis.start();
    try {
      return new LocalServers(EmbeddedKafka.start(), redis);
    } catch (Exception | LinkageError e) {
      redis.close();
      throw e;
    }
  }

  /** The Redis, for those that talk to it themselves. */
  public RedisServer redisServer() {
    return new RedisServer(
        ControllerSettings.balancer(redis.host(), redis.port(), Map.of()).redis(),
        "faasrank-testbed");
  }

  @Override
  public void close() {
    try {
      kafka.close();
    } finally {
      redis.close();
    }
  }
}
