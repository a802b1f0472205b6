package io.faasrank.cli;

import picocli.CommandLine.Option;

/** The option {@code --noise-floor} of all commands that have it. */
public final class NoiseFloorOption {

  @Option(
      names = "--noise-floor",
      negatable = true,
      fallbackValue = "true",
      description =
          "Whether hashing is replayed once more, to show what differs by chance (default"
              + " ${DEFAULT-VALUE}).")
  private boolean wanted;

  /**
   * @param wanted unless it is said
   */
  public NoiseFloorOption(boolean wanted) {
    this.wanted = wanted;
  }

  public boolean wanted() {
    return wanted;
  }
}
