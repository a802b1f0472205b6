package io.faasrank.testbed.cli;

import java.util.List;

/** {@code faasrank}: the core's commands and those of the testbed. */
public final class Main {

  private Main() {}

  /** Runs the process's command line. */
  public static void main(String[] arguments) {
    System.exit(io.faasrank.cli.Main.run(commands(), arguments));
  }

  /** The testbed's commands. */
  static List<Object> commands() {
    return List.of(new TestbedCommand());
  }
}
