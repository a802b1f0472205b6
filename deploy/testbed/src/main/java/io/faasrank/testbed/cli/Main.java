package io.faasrank.testbed.cli;

import io.faasrank.cli.Commands;
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
    System.exit(Commands.run(commands(), arguments));
  }

  private static void quiet(String logger) {
    if (System.getProperty(LOG_LEVEL + logger) == null) {
      System.setProperty(LOG_LEVEL + logger, "error");
    }
  }

  /** The testbed's commands. */
  static List<Object> commands() {
    return List.of(new DemoCommand(), new TestbedCommand());
  }
}
