package io.faasrank.testbed.local;

import io.faasrank.testbed.embedded.EmbeddedKafka;
import io.faasrank.testbed.embedded.EmbeddedRedis;
import java.io.UncheckedIOException;

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

  @Override
  public void close() {
    try {
      kafka.close();
    } finally {
      redis.close();
    }
  }
}
