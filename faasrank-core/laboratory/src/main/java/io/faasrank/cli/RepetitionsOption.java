package io.faasrank.cli;

import io.faasrank.experiment.Options;
import picocli.CommandLine.Option;

/** The option {@code --repetitions} of all commands that have it. */
public final class RepetitionsOption {

  @Option(
      names = "--repetitions",
      paramLabel = "N",
      description = "Repetitions of each workload, with other arrivals (default ${DEFAULT-VALUE}).")
  private int count;

  /**
   * @param count unless another is given
   */
  public RepetitionsOption(int count) {
    this.count = count;
  }

  /**
   * How many, at least 1.
   *
   * @throws IllegalArgumentException if fewer are given
   */
  public int count() {
    return Options.atLeast(1, "--repetitions", count);
  }
}
