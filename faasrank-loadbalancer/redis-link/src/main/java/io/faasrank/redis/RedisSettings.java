package io.faasrank.redis;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.time.Duration;

/**
 * How to reach Redis; the reference.conf of each plugin says what each key means. Empty texts mean
 * none. A value out of range throws with the key's full name.
 *
 * @param path where in the configuration the settings stand, such as {@code faasrank.redis}
 * @param database number of the database, from 0
 * @param connectTimeout 1 ms to 60 s
 * @param socketTimeout longest wait for an answer, 1 ms to 60 s
 * @param firstBackoff pause after the first of several failures, 1 ms to 60 s
 */
public record RedisSettings(
    String path,
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

  private static final long LONGEST_MILLIS = 60_000;

  public RedisSettings {
    if (host.isBlank()) {
      throw new IllegalArgumentException(path + ".host must not be empty");
    }
    Range.check(path + ".port", port, 1, 65_535);
    Range.check(path + ".database", database, 0, Integer.MAX_VALUE);
    Range.check(path + ".connect-timeout", connectTimeout, 1, LONGEST_MILLIS);
    Range.check(path + ".socket-timeout", socketTimeout, 1, LONGEST_MILLIS);
    Range.check(path + ".first-backoff", firstBackoff, 1, LONGEST_MILLIS);
    if (!user.isEmpty() && password.isEmpty()) {
      throw new IllegalArgumentException(
          String.format("%s.user is %s, so password must be set", path, user));
    }
  }

  /**
   * Reads the settings below a path.
   *
   * @param config the whole configuration, reference.conf included
   * @throws IllegalArgumentException naming the key that is missing, of another type or out of
   *     range
   */
  public static RedisSettings from(Config config, String path) {
    try {
      return new RedisSettings(
          path,
          config.getString(path + ".host"),
          config.getInt(path + ".port"),
          config.getInt(path + ".database"),
          config.getString(path + ".user"),
          config.getString(path + ".password"),
          config.getBoolean(path + ".tls"),
          config.getString(path + ".tls-trust-store"),
          config.getString(path + ".tls-trust-store-password"),
          config.getDuration(path + ".connect-timeout"),
          config.getDuration(path + ".socket-timeout"),
          config.getDuration(path + ".first-backoff"));
    } catch (ConfigException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** The address, without secrets. */
  @Override
  public String toString() {
    return (tls ? "rediss://" : "redis://") + host + ':' + port + '/' + database;
  }
}
