package io.faasrank.metrics.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import io.faasrank.redis.Range;
import io.faasrank.redis.RedisSettings;
import io.faasrank.redis.UnknownKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The settings of the module, {@code faasrank.metrics}; reference.conf says what each means. A
 * value out of range throws with the key's name.
 *
 * @param procRoot the host's /proc, which exists
 * @param sysRoot the host's /sys
 */
public record MetricsSettings(
    Duration interval,
    Duration debounce,
    Path procRoot,
    Path sysRoot,
    Pattern excludedInterfaces,
    String containerFactoryProvider,
    int maxActions,
    boolean compact,
    RedisSettings redis) {

  private static final String KEY = "faasrank.metrics.";

  public MetricsSettings {
    Range.check(KEY + "interval", interval, 100, 60_000);
    long intervalMillis = interval.toMillis();
    Range.check(KEY + "debounce", debounce, 1, intervalMillis);
    Range.check(KEY + "redis.first-backoff", redis.firstBackoff(), 1, intervalMillis / 2);
    Range.check(KEY + "max-actions", maxActions, 1, 1000);
    if (!Files.isDirectory(procRoot)) {
      throw new IllegalArgumentException(KEY + "proc-root is " + procRoot + ", not a folder");
    }
    if (redis.connectTimeout().plus(redis.socketTimeout()).compareTo(interval) > 0) {
      throw new IllegalArgumentException(
          String.format(
              "%sredis.connect-timeout and socket-timeout are together above the interval, %s ms",
              KEY, intervalMillis));
    }
  }

  /**
   * Reads the settings.
   *
   * @param config the whole configuration, reference.conf included
   * @throws IllegalArgumentException naming the key that is missing, of another type or out of
   *     range
   */
  public static MetricsSettings from(Config config) {
    try {
      return new MetricsSettings(
          config.getDuration(KEY + "interval"),
          config.getDuration(KEY + "debounce"),
          Path.of(config.getString(KEY + "proc-root")),
          Path.of(config.getString(KEY + "sys-root")),
          Pattern.compile(config.getString(KEY + "excluded-interfaces")),
          config.getString(KEY + "container-factory-provider"),
          config.getInt(KEY + "max-actions"),
          config.getBoolean(KEY + "compact"),
          RedisSettings.from(config, KEY + "redis"));
    } catch (ConfigException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          KEY + "excluded-interfaces is no regular expression: " + e.getDescription(), e);
    }
  }

  /**
   * A line for each key that has no effect.
   *
   * @param config the whole configuration
   */
  public static List<String> unknownKeys(Config config) {
    return new UnknownKeys(UnknownKeys.reference(), "faasrank.metrics", key -> false).in(config);
  }
}
