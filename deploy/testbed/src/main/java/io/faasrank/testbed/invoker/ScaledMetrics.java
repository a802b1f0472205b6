package io.faasrank.testbed.invoker;

import com.typesafe.config.ConfigFactory;
import io.faasrank.metrics.settings.MetricsSettings;
import io.faasrank.simulation.SimulationSettings;
import java.util.Map;

/**
 * Settings for publishing at a time scale. An emulated invoker samples once per virtual interval
 * and reports a change after a virtual delay, so the real ones are shorter by the scale; but no
 * shorter than the metrics module allows (100 ms and 1 ms), since each report costs real work.
 */
public final class ScaledMetrics {

  private static final double MILLIS_PER_SECOND = 1000;
  private static final long SHORTEST_INTERVAL_MILLIS = 100;
  private static final long LONGEST_TIMEOUT_MILLIS = 300;

  private ScaledMetrics() {}

  /** Publishing to a Redis without a password. */
  public static MetricsSettings settings(
      String host, int port, TimeScale scale, SimulationSettings simulation) {
    double perVirtualSecond = MILLIS_PER_SECOND / scale.virtualPerReal();
    long interval =
        Math.max(
            SHORTEST_INTERVAL_MILLIS,
            Math.round(simulation.reportIntervalSeconds() * perVirtualSecond));
    long debounce =
        Math.min(
            interval, Math.max(1, Math.round(simulation.debounceSeconds() * perVirtualSecond)));
    // together within the interval, so that publishing resumes soon after Redis does
    long timeout = Math.min(LONGEST_TIMEOUT_MILLIS, interval / 2);
    Map<String, Object> keys =
        Map.of(
            "interval", interval + " ms",
            "debounce", debounce + " ms",
            "redis.host", host,
            "redis.port", port,
            "redis.connect-timeout", timeout + " ms",
            "redis.socket-timeout", timeout + " ms",
            "redis.first-backoff", Math.min(50, interval / 2) + " ms");
    return MetricsSettings.from(
        ConfigFactory.parseMap(keys)
            .atPath("faasrank.metrics")
            .withFallback(ConfigFactory.defaultReference(MetricsSettings.class.getClassLoader())));
  }
}
