package io.faasrank.cli;

import io.faasrank.experiment.FunctionSettings;
import io.faasrank.experiment.FunctionSource;
import io.faasrank.experiment.Options;
import io.faasrank.workload.LoadRange;
import io.faasrank.workload.PopulationSpec;
import io.faasrank.workload.TimeSpan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of {@code evaluate} and {@code train} on whose functions run. */
final class FunctionOptions {

  /**
   * Arrivals of a population's workload unless given. Chosen: as many as the largest of M1..M10.
   */
  private static final int POPULATION_ARRIVALS = 400;

  @Option(
      names = "--functions",
      paramLabel = "NAME",
      defaultValue = "table2",
      description =
          "Whose functions run: table2 (the paper's), trace (the trace's own, with its durations and"
              + " memory) or population (drawn; --workloads then names kinds: all, or"
              + " ${COMPLETION-CANDIDATES}) (default ${DEFAULT-VALUE}).",
      completionCandidates = Populations.class)
  private String functions = FunctionSource.TABLE2.toString();

  @Option(
      names = "--invocations",
      paramLabel = "FILE",
      description = "CSV with one invocation a line; the file is the workload.")
  private @Nullable Path invocations;

  @Option(
      names = "--load",
      paramLabel = "X|X..Y",
      description =
          "Load of populations relative to the cluster's cores, or a range to draw it from (default:"
              + " 0.5).")
  private @Nullable String load;

  @Option(
      names = "--arrivals",
      paramLabel = "N",
      description =
          "Arrivals of a workload: of a population (default: 400), or of each window that is drawn"
              + " from a log or from a trace that has its invocations one by one.")
  private @Nullable Integer arrivals;

  @Option(
      names = "--from",
      paramLabel = "SECONDS",
      description = "Where in a log or such a trace to begin (default: at its beginning).")
  private double from = Double.NEGATIVE_INFINITY;

  @Option(
      names = "--to",
      paramLabel = "SECONDS",
      description = "Where in a log or such a trace to end (default: at its end).")
  private double to = Double.POSITIVE_INFINITY;

  @Spec private @Nullable CommandSpec spec;

  /**
   * The log that is the workload, or null.
   *
   * @throws IllegalArgumentException naming the option
   */
  @Nullable Path invocations() {
    for (String other : new String[] {"--workloads", "--trace", "--functions"}) {
      Options.require(
          invocations == null || !Commands.given(spec, other),
          other + " and --invocations exclude each other: the file is the workload");
    }
    Options.require(
        invocations == null || Files.isRegularFile(invocations),
        "--invocations: expected a file, found " + invocations);
    return invocations;
  }

  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException naming the option
   */
  FunctionSettings settings() {
    FunctionSource source = Options.read("--functions", () -> FunctionSource.parse(functions));
    boolean traced = Commands.given(spec, "--trace");
    boolean population = source == FunctionSource.POPULATION;
    Options.require(source != FunctionSource.TRACE || traced, "--functions trace: needs --trace");
    Options.require(
        !population || !traced, "--functions population and --trace exclude each other");
    Options.require(load == null || population, "--load: needs --functions population");
    boolean record = invocations != null || source == FunctionSource.TRACE;
    for (String option : new String[] {"--from", "--to"}) {
      Options.require(
          record || !Commands.given(spec, option),
          option + ": needs --invocations or --functions trace");
    }
    Options.require(
        record || population || arrivals == null,
        "--arrivals: needs --functions population, --invocations or --functions trace");
    TimeSpan span = Options.read("--from, --to", () -> new TimeSpan(from, to));
    FunctionSettings defaults = FunctionSettings.TABLE2;
    String range = load == null ? defaults.load().toString() : load;
    int unlessGiven = population ? POPULATION_ARRIVALS : 0;
    return new FunctionSettings(
        source,
        Options.read("--load", () -> LoadRange.parse(range)),
        arrivals == null ? unlessGiven : Options.atLeast(1, "--arrivals", arrivals),
        span);
  }

  /** For the help. */
  private static final class Populations implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return PopulationSpec.names().iterator();
    }
  }
}
