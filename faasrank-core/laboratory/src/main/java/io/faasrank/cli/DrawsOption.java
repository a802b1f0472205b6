package io.faasrank.cli;

import io.faasrank.experiment.ExperimentSettings;
import io.faasrank.experiment.FunctionSource;
import io.faasrank.experiment.Options;
import io.faasrank.workload.MergedDraws;
import picocli.CommandLine.Option;

/**
 * The options for a load that grows with the cluster: {@code --draws} and {@code --own-actions}.
 */
final class DrawsOption {

  @Option(
      names = "--draws",
      paramLabel = "N",
      description =
          "Independent draws of each workload at once, for large clusters (default"
              + " ${DEFAULT-VALUE}).")
  private int count = 1;

  @Option(
      names = "--own-actions",
      description = "Each draw has ten actions of its own, instead of sharing the same ten.")
  private boolean ownActions;

  /**
   * The settings with these draws.
   *
   * @throws IllegalArgumentException naming the option
   */
  ExperimentSettings addTo(ExperimentSettings settings) {
    Options.atLeast(1, "--draws", count);
    Options.require(
        count == 1 || settings.invocations() == null,
        "--draws and --invocations exclude each other: the file is the workload");
    Options.require(
        count == 1 || settings.functions().source() == FunctionSource.TABLE2,
        "--draws: needs --functions table2");
    Options.require(count > 1 || !ownActions, "--own-actions: needs --draws of 2 or more");
    return settings.withDraws(new MergedDraws(count, ownActions));
  }
}
