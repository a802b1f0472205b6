package io.faasrank.experiment;

import com.typesafe.config.Config;
import io.faasrank.simulation.SimulationSettings;
import io.faasrank.workload.BenchmarkFunctions;
import io.faasrank.workload.DataSet;
import io.faasrank.workload.FunctionProfile;
import io.faasrank.workload.GeneratedWorkloads;
import io.faasrank.workload.InvocationLog;
import io.faasrank.workload.MergedDraws;
import io.faasrank.workload.PopulationSpec;
import io.faasrank.workload.PopulationWorkloads;
import io.faasrank.workload.RecordPart;
import io.faasrank.workload.RecordedWorkloads;
import io.faasrank.workload.Spacing;
import io.faasrank.workload.Split;
import io.faasrank.workload.TimeSpan;
import io.faasrank.workload.Trace;
import io.faasrank.workload.TraceFormats;
import io.faasrank.workload.TraceWorkloads;
import io.faasrank.workload.WorkloadShape;
import io.faasrank.workload.WorkloadSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Makes workloads of what the user names: a trace, a log of invocations, a population, or none of
 * these. A trace is read once, however many workloads are drawn from it.
 */
public final class ArrivalReader {

  private final @Nullable Trace trace;
  private final @Nullable Path log;
  private final FunctionSettings functions;
  private final double clusterCores;
  private final Config config;
  private @Nullable InvocationLog read;

  /**
   * Reads the trace, if there is one.
   *
   * @param trace as {@code [FORMAT:]DIR}; null for none
   * @param log file with one invocation a line; null for none
   * @param clusterCores that a population's load is relative to, of all invokers together
   * @throws IllegalArgumentException with one line for the user
   */
  public ArrivalReader(
      @Nullable String trace,
      @Nullable Path log,
      FunctionSettings functions,
      double clusterCores,
      Config config) {
    this.trace = trace == null ? null : TraceFormats.read(trace);
    this.log = log;
    this.functions = functions;
    this.clusterCores = clusterCores;
    this.config = config;
  }

  /**
   * Draws workloads.
   *
   * @param workloads names and ranges; null for a record, which is the workload
   * @param split the trace's functions to draw from; null without a trace
   * @param part of a record, after its span is cut out
   * @param draws of each workload of Table III at once
   * @throws IllegalArgumentException with one line for the user
   */
  public Arrivals draw(
      @Nullable String workloads,
      @Nullable Split split,
      RecordPart part,
      MergedDraws draws,
      long seed) {
    if (log != null) {
      read = read == null ? InvocationLog.read(log, functions.span()) : read;
      String data = "invocations of " + log.getFileName() + words(functions.span());
      return recorded(read.name(), data, RecordedWorkloads.of(read, window(part), seed), part);
    }
    if (functions.source() == FunctionSource.POPULATION) {
      return populations(workloads == null ? "all" : workloads, seed);
    }
    if (trace != null && records(trace, functions)) {
      String name = String.valueOf(Path.of(trace.folder()).getFileName());
      RecordedWorkloads source =
          RecordedWorkloads.of(trace, name, split(split), functions.span(), window(part), seed);
      String data = dataSet(split) + ", their own durations" + words(functions.span());
      return recorded(name, data, source, part);
    }
    if (!functions.span().equals(TimeSpan.ALL) || functions.arrivals() > 0) {
      throw new IllegalArgumentException(
          "--from, --to, --arrivals: need --invocations, or --functions trace and a trace that has"
              + " its invocations one by one");
    }
    if (workloads == null) {
      throw new IllegalArgumentException("--workloads: expected names or ranges of workloads");
    }
    boolean own = functions.source() == FunctionSource.TRACE;
    Spacing spacing = Spacing.parse(config.getString("faasrank.workload.spacing"));
    return new Arrivals(
        WorkloadShape.select(workloads).stream().map(WorkloadShape::name).toList(),
        own
            ? numbered(BenchmarkFunctions.all().size())
            : BenchmarkFunctions.all().stream().map(FunctionProfile::name).toList(),
        dataSet(split) + (own ? ", their own durations and memory" : "") + words(draws),
        draws.of(source(split, spacing, seed)),
        warnings());
  }

  /** Workloads of Table III drawn from the trace, or generated where there is none. */
  public WorkloadSource source(@Nullable Split split, Spacing spacing, long seed) {
    double durationCv = config.getDouble("faasrank.workload.duration-cv");
    return trace == null
        ? new GeneratedWorkloads(spacing, durationCv, seed)
        : new TraceWorkloads(
            trace,
            split(split),
            functions.source() == FunctionSource.TRACE,
            spacing,
            durationCv,
            seed);
  }

  /** Whether a trace is replayed invocation by invocation. */
  private static boolean records(Trace trace, FunctionSettings functions) {
    return functions.source() == FunctionSource.TRACE && !trace.invocations().isEmpty();
  }

  private Arrivals populations(String selection, long seed) {
    List<PopulationSpec> kinds = PopulationSpec.select(selection);
    int most = kinds.stream().mapToInt(PopulationSpec::mostFunctions).max().orElseThrow();
    SimulationSettings simulation = SimulationSettings.from(config);
    return new Arrivals(
        kinds.stream().map(PopulationSpec::name).toList(),
        numbered(most),
        "populations drawn from seeds, "
            + functions.arrivals()
            + " arrivals at load "
            + functions.load(),
        new PopulationWorkloads(
            functions.load(),
            functions.arrivals(),
            clusterCores,
            simulation::coresDemanded,
            config.getDouble("faasrank.workload.duration-cv"),
            seed),
        List.of());
  }

  private Arrivals recorded(
      String name, String dataSet, RecordedWorkloads source, RecordPart part) {
    String windows = window(part) == 0 ? "" : ", windows of " + window(part) + " invocations";
    return new Arrivals(
        List.of(name),
        source.functions().stream().map(FunctionProfile::name).toList(),
        dataSet + windows,
        source.part(part),
        warnings());
  }

  private int window(RecordPart part) {
    return functions.arrivals() > 0 ? functions.arrivals() : part.window();
  }

  /** Names of functions that every draw has others of, by their place in order of run time. */
  private static List<String> numbered(int number) {
    return IntStream.rangeClosed(1, number).mapToObj(f -> "f" + f).toList();
  }

  /** One line each, on what was found in the trace and passed over. */
  public List<String> warnings() {
    if (trace == null) {
      return List.of();
    }
    List<String> warnings = new ArrayList<>(trace.warnings());
    long unknown = trace.functions().stream().filter(f -> f.meanDurationMillis().isEmpty()).count();
    if (functions.source() == FunctionSource.TRACE && unknown > 0) {
      warnings.add(
          trace.folder() + ": functions without a duration, which are left out: " + unknown);
    }
    return warnings;
  }

  private String dataSet(@Nullable Split split) {
    if (trace == null) {
      return "arrivals generated to Table III of the paper";
    }
    DataSet data = trace.dataSet();
    return data.name()
        + ", "
        + split(split)
        + " functions of "
        + Path.of(trace.folder()).getFileName()
        + " (SHA-256 "
        + data.checksum()
        + ")";
  }

  private static Split split(@Nullable Split split) {
    return split == null ? Split.ALL : split;
  }

  private static String words(TimeSpan span) {
    return span.equals(TimeSpan.ALL) ? "" : ", " + span;
  }

  private static String words(MergedDraws draws) {
    String actions = draws.ownActions() ? ", each with actions of its own" : "";
    return draws.count() == 1 ? "" : ", " + draws.count() + " draws at once" + actions;
  }
}
