package io.faasrank.testbed.cli;

import java.util.List;

/** {@code faasrank}: the core's commands and those of the testbed. */
public final class Main {

  private static final String PLUGIN_LOG = "org.slf4j.simpleLogger.log.io.faasrank.loadbalancer";

  private Main() {}

  /** Runs the process's command line. */
  public static void main(String[] arguments) {
    // a plugin tells of each start and model, which only its operator needs
    if (System.getProperty(PLUGIN_LOG) == null) {
      System.setProperty(PLUGIN_LOG, "warn");
    }
    System.exit(io.faasrank.cli.Main.run(commands(), arguments));
  }

  /** The testbed's commands. */
  static List<Object> commands() {
    return List.of(new DemoCommand(), new TestbedCommand());
  }
}
