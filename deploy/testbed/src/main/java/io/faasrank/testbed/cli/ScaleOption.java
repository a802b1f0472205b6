package io.faasrank.testbed.cli;

import io.faasrank.experiment.Options;
import picocli.CommandLine.Option;

/** The option {@code --scale} of the commands that learn from a log. */
final class ScaleOption {

  @Option(
      names = "--scale",
      defaultValue = "1",
      paramLabel = "FACTOR",
      description = "How fast time ran, where a testbed wrote the log (${DEFAULT-VALUE}).")
  private double scale;

  /**
   * The factor.
   *
   * @throws IllegalArgumentException when it is not positive
   */
  double factor() {
    Options.require(scale > 0, "--scale: expected more than 0, found " + scale);
    return scale;
  }
}
