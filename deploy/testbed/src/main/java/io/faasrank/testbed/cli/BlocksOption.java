package io.faasrank.testbed.cli;

import io.faasrank.canary.CanarySettings;
import io.faasrank.experiment.Options;
import picocli.CommandLine.Option;

/** The options {@code --block} and {@code --washout} of the commands that know of trials. */
final class BlocksOption {

  @Option(
      names = "--block",
      paramLabel = "SECONDS",
      description = "Length of a block (default ${DEFAULT-VALUE}); longer where traffic is low.")
  private double blockSeconds = CanarySettings.DEFAULTS.blockSeconds();

  @Option(
      names = "--washout",
      paramLabel = "SECONDS",
      description = "Part of a block that is not counted (default ${DEFAULT-VALUE}).")
  private double washoutSeconds = CanarySettings.DEFAULTS.washoutSeconds();

  /**
   * The settings with them.
   *
   * @throws IllegalArgumentException naming the option that is out of range
   */
  CanarySettings of(CanarySettings settings) {
    CanarySettings blocks = Options.read("--block", () -> settings.withBlocks(blockSeconds, 0));
    return Options.read("--washout", () -> blocks.withBlocks(blockSeconds, washoutSeconds));
  }
}
