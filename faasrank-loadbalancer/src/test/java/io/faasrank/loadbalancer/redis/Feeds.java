package io.faasrank.loadbalancer.redis;

import com.typesafe.config.ConfigFactory;
import io.faasrank.redis.RedisSettings;
import java.time.Duration;
import java.util.function.IntSupplier;

/** Settings and feeds of the tests. */
final class Feeds {

  static final int SHARES = 2;

  static final Duration CONTROL_INTERVAL = Duration.ofMillis(100);

  private static final String SETTINGS =
      """
      redis {
        host = localhost, database = 0, user = "", password = ""
        tls = false, tls-trust-store = "", tls-trust-store-password = ""
        connect-timeout = 500ms, socket-timeout = 500ms, first-backoff = 20ms
      }
      """;

  private Feeds() {}

  static RedisSettings settings(int port, String more) {
    return RedisSettings.from(
        ConfigFactory.parseString("redis { port = %s, %s }".formatted(port, more))
            .withFallback(ConfigFactory.parseString(SETTINGS)),
        "redis");
  }

  /** A running feed. */
  static RedisFeed start(int port, IntSupplier invokers, RedisFeed.Listener listener) {
    return start(settings(port, ""), invokers, listener);
  }

  static RedisFeed start(
      RedisSettings settings, IntSupplier invokers, RedisFeed.Listener listener) {
    RedisFeed feed = new RedisFeed(settings, CONTROL_INTERVAL, SHARES, invokers, listener);
    feed.start();
    return feed;
  }
}
