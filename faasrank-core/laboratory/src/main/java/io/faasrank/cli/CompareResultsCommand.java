package io.faasrank.cli;

import io.faasrank.experiment.Options;
import io.faasrank.report.Gate;
import io.faasrank.report.GateFormat;
import io.faasrank.report.StoredResult;
import io.faasrank.report.Threshold;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code faasrank compare}: two results of {@code --out}, so that a change can be gated. */
@Command(
    name = "compare",
    description =
        "Compares two results of --out: a model, a setting or a version beside another. Repetitions"
            + " with the same arrivals are compared in pairs.")
final class CompareResultsCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "A", description = "Folder of the result that is 100 %%.")
  private Path first = Path.of("");

  @Parameters(index = "1", paramLabel = "B", description = "Folder of the result beside it.")
  private Path second = Path.of("");

  @Option(
      names = "--policies",
      paramLabel = "NAMES",
      split = ",",
      description =
          "Names separated by commas (default: the learned ones of both, or all where there is"
              + " none).")
  private List<String> policies = List.of();

  @Option(
      names = "--against",
      paramLabel = "NAME",
      description = "Policy of A that they are compared with (default: the same one).")
  private @Nullable String against;

  @Option(
      names = "--fail-if",
      paramLabel = "CONDITION",
      description =
          "Exit code 3 when it holds: 'fct>105%%', 'p99{M1}>120%%' for one workload, 'cold{*}>110%%'"
              + " for any; of fct, p99, cold and slowdown. May be repeated.")
  private List<String> failIf = List.of();

  @Option(
      names = "--sure",
      description = "A condition holds only where the whole interval lies beyond its bound.")
  private boolean sure;

  @Option(
      names = "--format",
      paramLabel = "NAME",
      defaultValue = "table",
      description = "What to print: table or json (default ${DEFAULT-VALUE}).")
  private GateFormat format = GateFormat.TABLE;

  @Mixin private ReportFolder folder = new ReportFolder();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    List<Threshold> thresholds =
        failIf.stream()
            .map(text -> Options.read("--fail-if", () -> Threshold.parse(text)))
            .toList();
    folder.create(List.of("comparison.txt", "comparison.json"));
    Gate gate =
        Gate.of(
            StoredResult.read(first),
            StoredResult.read(second),
            policies,
            Optional.ofNullable(against),
            thresholds,
            sure);
    folder.write("comparison.txt", out -> GateFormat.TABLE.write(gate, out));
    folder.write("comparison.json", out -> GateFormat.JSON.write(gate, out));
    format.write(gate, Commands.line(spec).getOut());
    if (!gate.unsound().isEmpty()) {
      return Commands.UNSOUND;
    }
    return gate.crossed() ? Commands.CROSSED : Commands.OK;
  }
}
