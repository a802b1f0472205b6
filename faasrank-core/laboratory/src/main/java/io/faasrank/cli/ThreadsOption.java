package io.faasrank.cli;

import io.faasrank.experiment.Options;
import picocli.CommandLine.Option;

/** The option {@code --threads} of all commands that have it. */
final class ThreadsOption {

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Episodes run at a time (default: one per core); changes no result.")
  private int count = Runtime.getRuntime().availableProcessors();

  /**
   * How many, at least 1.
   *
   * @throws IllegalArgumentException if fewer are given
   */
  int count() {
    return Options.atLeast(1, "--threads", count);
  }
}
