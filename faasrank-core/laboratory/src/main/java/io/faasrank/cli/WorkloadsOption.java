package io.faasrank.cli;

import io.faasrank.experiment.FunctionSource;
import io.faasrank.experiment.Options;
import io.faasrank.workload.PopulationSpec;
import io.faasrank.workload.WorkloadShape;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The option {@code --workloads} of all commands that have it. */
public final class WorkloadsOption {

  @Option(
      names = "--workloads",
      paramLabel = "NAMES",
      description =
          "Workloads of Table III: names and ranges, for instance M1..M10 or M1,M3,SC (default"
              + " ${DEFAULT-VALUE}).")
  private String selection;

  @Spec private @Nullable CommandSpec spec;

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

  /**
   * The selection as given; of populations all kinds unless given.
   *
   * @throws IllegalArgumentException if a workload of it is unknown
   */
  String selection(FunctionSource functions) {
    if (functions != FunctionSource.POPULATION) {
      return selection();
    }
    String kinds = Commands.given(spec, "--workloads") ? selection : "all";
    List<PopulationSpec> unused = Options.read("--workloads", () -> PopulationSpec.select(kinds));
    return kinds;
  }
}
