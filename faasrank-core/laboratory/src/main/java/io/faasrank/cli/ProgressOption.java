package io.faasrank.cli;

import picocli.CommandLine.Option;

/** The option {@code --no-progress} of all commands that show their progress. */
final class ProgressOption {

  @Option(names = "--no-progress", description = "No progress bar, not even on a terminal.")
  private boolean none;

  /** Opens a bar, if one is wanted and standard error is a terminal. */
  Progress open(String task, long steps) {
    return Progress.open(task, steps, !none);
  }
}
