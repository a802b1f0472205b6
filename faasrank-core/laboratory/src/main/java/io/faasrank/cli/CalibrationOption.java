package io.faasrank.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code --calibration} of all commands that simulate. */
public final class CalibrationOption {

  @Option(
      names = "--calibration",
      paramLabel = "NAME",
      description =
          "How the simulated cluster behaves: paper or openwhisk (default: the configuration's"
              + " faasrank.simulation.calibration).")
  private @Nullable String name;

  /** The value as given; null for the configuration's. */
  public @Nullable String name() {
    return name;
  }
}
