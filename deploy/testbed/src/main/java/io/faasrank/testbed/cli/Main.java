package io.faasrank.testbed.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValue;
import io.faasrank.cli.Commands;
import io.faasrank.redis.UnknownKeys;
import java.util.List;

/** {@code faasrank}: the laboratory's commands and those of the testbed. */
public final class Main {

  private static final String LOG_LEVEL = "org.slf4j.simpleLogger.log.";

  private Main() {}

  /** Runs the process's command line. */
  public static void main(String[] arguments) {
    // the plugins log each start and each pause of a server, which only operators need
    quiet("io.faasrank.loadbalancer");
    quiet("io.faasrank.metrics");
    // says much about itself, and warns of the missing CUDA driver
    quiet("ai.djl");
    unknownKeys(ConfigFactory.load(), UnknownKeys.reference())
        .forEach(line -> System.err.println("faasrank: warning: " + line));
    System.exit(Commands.run(commands(), arguments));
  }

  /**
   * A line for each key that has no effect. Every key of a calibration may stand in {@code
   * faasrank.simulation} and in a calibration of the user's own.
   */
  static List<String> unknownKeys(Config config, Config reference) {
    Config calibrated = ConfigFactory.empty();
    for (ConfigValue calibration : reference.getObject("faasrank.calibrations").values()) {
      calibrated = calibrated.withFallback(calibration);
    }
    Config known = reference.withFallback(calibrated.atPath("faasrank.simulation"));
    for (String name : config.getObject("faasrank.calibrations").keySet()) {
      known = known.withFallback(calibrated.atPath("faasrank.calibrations." + name));
    }
    return new UnknownKeys(known, "faasrank", key -> false).in(config);
  }

  private static void quiet(String logger) {
    if (System.getProperty(LOG_LEVEL + logger) == null) {
      System.setProperty(LOG_LEVEL + logger, "error");
    }
  }

  /** The testbed's commands. */
  static List<Object> commands() {
    return List.of(
        new DemoCommand(),
        new CanaryCommand(),
        new LearnCommand(),
        new TestbedCommand(),
        new ExplainLogCommand(),
        new ExplainLiveCommand());
  }
}
