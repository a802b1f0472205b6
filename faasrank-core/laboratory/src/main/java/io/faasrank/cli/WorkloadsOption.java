package io.faasrank.cli;

import io.faasrank.experiment.Options;
import io.faasrank.workload.WorkloadShape;
import java.util.List;
import picocli.CommandLine.Option;

/** The option {@code --workloads} of all commands that have it. */
public final class WorkloadsOption {

  @Option(
      names = "--workloads",
      paramLabel = "NAMES",
      description =
          "Workloads of Table III: names and ranges, for instance M1..M10 or M1,M3,SC (default"
              + " ${DEFAULT-VALUE}).")
  private String selection;

  /**
   * @param selection unless another is given
   */
  public WorkloadsOption(String selection) {
    this.selection = selection;
  }

  /**
   * The selection as given.
   *
   * @throws IllegalArgumentException if a workload of it is unknown
   */
  public String selection() {
    List<WorkloadShape> unused = Options.read("--workloads", () -> WorkloadShape.select(selection));
    return selection;
  }
}
