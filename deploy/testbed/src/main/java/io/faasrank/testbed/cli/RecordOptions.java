package io.faasrank.testbed.cli;

import io.faasrank.experiment.Options;
import io.faasrank.learn.ClusterRecord;
import picocli.CommandLine.Option;

/** The options {@code --activations} and {@code --scale} of the commands that learn from a log. */
final class RecordOptions {

  @Option(
      names = "--activations",
      defaultValue = "" + ClusterRecord.MOST_ACTIVATIONS,
      paramLabel = "N",
      description =
          "Activations that are learnt from at most, the newest of the hours (${DEFAULT-VALUE});"
              + " bounds memory and time.")
  private int activations;

  @Option(
      names = "--scale",
      defaultValue = "1",
      paramLabel = "FACTOR",
      description = "How fast time ran, where a testbed wrote the log (${DEFAULT-VALUE}).")
  private double scale;

  /**
   * Most activations.
   *
   * @throws IllegalArgumentException when it is not positive
   */
  int activations() {
    return Options.atLeast(1, "--activations", activations);
  }

  /**
   * The factor.
   *
   * @throws IllegalArgumentException when it is not positive
   */
  double scale() {
    Options.require(scale > 0, "--scale: expected more than 0, found " + scale);
    return scale;
  }
}
