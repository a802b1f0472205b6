package io.faasrank.metrics.agent;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import io.faasrank.metrics.publish.Publisher;
import io.faasrank.metrics.sampling.BootTime;
import io.faasrank.metrics.settings.MetricsSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * Publishes the resource metrics of a host until it is killed. The containers of its reports are
 * null. Settings come from system properties, then from {@code CONFIG_} variables, then from
 * reference.conf.
 */
public final class Agent {

  private static final int HIGHEST_INVOKER = 99_999;

  private Agent() {}

  /**
   * Publishes until the process is killed.
   *
   * @param arguments none
   * @throws IllegalArgumentException with one line for the user when a setting is wrong
   */
  public static void main(String[] arguments) throws InterruptedException {
    if (arguments.length > 0) {
      throw new IllegalArgumentException(
          "no argument is known, set a key with -D before -jar: " + arguments[0]);
    }
    Config config = config(System.getenv());
    try (Publisher publisher = publisher(config)) {
      publisher.start();
      new CountDownLatch(1).await();
    }
  }

  static Config config(Map<String, String> environment) {
    return ConfigFactory.systemProperties()
        .withFallback(ConfigFactory.parseMap(EnvironmentOverrides.of(environment)))
        .withFallback(ConfigFactory.defaultReference())
        .resolve();
  }

  private static Publisher publisher(Config config) {
    MetricsSettings settings = MetricsSettings.from(config);
    try {
      int invoker = config.getInt("faasrank.metrics.agent.invoker");
      if (invoker < 0 || invoker > HIGHEST_INVOKER) {
        throw new IllegalArgumentException(
            String.format(
                "faasrank.metrics.agent.invoker is %s, not 0 to %s", invoker, HIGHEST_INVOKER));
      }
      String name = config.getString("faasrank.metrics.agent.unique-name");
      return Publisher.of(
          settings,
          invoker,
          name.isEmpty() ? hostName() : name,
          // the agent's own restart changes nothing on the invoker, the host's does
          BootTime.millis(settings.procRoot()),
          () -> null);
    } catch (ConfigException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(
          "this host has no name; set faasrank.metrics.agent.unique-name", e);
    }
  }
}
