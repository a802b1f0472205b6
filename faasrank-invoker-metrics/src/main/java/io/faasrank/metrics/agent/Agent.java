package io.faasrank.metrics.agent;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import io.faasrank.metrics.publish.Publisher;
import io.faasrank.metrics.sampling.BootTime;
import io.faasrank.metrics.settings.MetricsSettings;
import io.faasrank.redis.UnknownKeys;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the resource metrics of a host until it is killed. The containers of its reports are
 * null. Settings come from system properties, then from {@code CONFIG_} variables, then from
 * reference.conf.
 */
public final class Agent {

  private static final int HIGHEST_INVOKER = 99_999;

  private static final String KEYS = "faasrank.metrics";

  private static final String NAME = "faasrank-invoker-metrics";

  private static final Logger LOG = LoggerFactory.getLogger("io.faasrank.metrics.settings");

  private Agent() {}

  /**
   * Publishes until the process is killed.
   *
   * @param arguments none, or --help or --version
   * @throws IllegalArgumentException with one line for the user when a setting is wrong
   */
  public static void main(String[] arguments) throws InterruptedException {
    if (arguments.length > 0) {
      answer(arguments[0]);
      return;
    }
    Config config = config(System.getenv());
    MetricsSettings.unknownKeys(config).forEach(LOG::warn);
    try (Publisher publisher = publisher(config)) {
      publisher.start();
      new CountDownLatch(1).await();
    }
  }

  private static void answer(String argument) {
    switch (argument) {
      case "-V", "--version" -> System.out.println(NAME + " " + version());
      case "-h", "--help" -> System.out.print(help());
      default ->
          throw new IllegalArgumentException(
              "no argument but --help and --version is known, set a key with -D before -jar: "
                  + argument);
    }
  }

  private static String version() {
    String version = Agent.class.getPackage().getImplementationVersion();
    return version == null ? "(not packaged)" : version;
  }

  /** With the keys and their defaults, as the reference configuration has them. */
  private static String help() {
    StringBuilder text =
        new StringBuilder("Usage: java [-DKEY=VALUE...] -jar ")
            .append(NAME)
            .append("-plugin.jar [--help | --version]\n")
            .append("Publishes the resource metrics of this host to Redis until it is killed.\n\n")
            .append(
                "Keys, with their defaults; faasrank.metrics.agent.invoker must be set. A key\n")
            .append("may also be set by the environment: CONFIG_faasrank_metrics_redis_host is\n")
            .append("faasrank.metrics.redis.host, and camelCase becomes kebab-case.\n");
    UnknownKeys.reference().getConfig(KEYS).entrySet().stream()
        .filter(entry -> !entry.getKey().equals("container-factory-provider"))
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            entry ->
                text.append("  " + KEYS + "." + entry.getKey() + " = ")
                    .append(entry.getValue().render())
                    .append('\n'));
    return text.append("Exit codes: 0 after --help and --version, 2 for a wrong setting.\n")
        .toString();
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
