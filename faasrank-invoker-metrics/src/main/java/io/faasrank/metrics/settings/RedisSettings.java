package io.faasrank.metrics.settings;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * How to reach Redis: {@code faasrank.metrics.redis}. Empty texts mean none.
 *
 * @param database number of the database, from 0
 * @param firstBackoff pause after the first of several failures
 */
public record RedisSettings(
    String host,
    int port,
    int database,
    String user,
    String password,
    boolean tls,
    String tlsTrustStore,
    String tlsTrustStorePassword,
    Duration connectTimeout,
    Duration socketTimeout,
    Duration firstBackoff) {

  private static final String KEY = "faasrank.metrics.redis.";

  public RedisSettings {
    if (host.isBlank()) {
      throw new IllegalArgumentException(KEY + "host must not be empty");
    }
    Range.check(KEY + "port", port, 1, 65_535);
    Range.check(KEY + "database", database, 0, Integer.MAX_VALUE);
    Range.check(KEY + "connect-timeout", connectTimeout, 1, 60_000);
    Range.check(KEY + "socket-timeout", socketTimeout, 1, 60_000);
    if (!user.isEmpty() && password.isEmpty()) {
      throw new IllegalArgumentException(KEY + "user is " + user + ", so password must be set");
    }
  }

  static RedisSettings from(Config config) {
    return new RedisSettings(
        config.getString(KEY + "host"),
        config.getInt(KEY + "port"),
        config.getInt(KEY + "database"),
        config.getString(KEY + "user"),
        config.getString(KEY + "password"),
        config.getBoolean(KEY + "tls"),
        config.getString(KEY + "tls-trust-store"),
        config.getString(KEY + "tls-trust-store-password"),
        config.getDuration(KEY + "connect-timeout"),
        config.getDuration(KEY + "socket-timeout"),
        config.getDuration(KEY + "first-backoff"));
  }

  /** Without secrets. */
  @Override
  public String toString() {
    return (tls ? "rediss://" : "redis://") + host + ':' + port + '/' + database;
  }
}
