package io.faasrank.experiment;

import com.typesafe.config.Config;
import io.faasrank.workload.AzureTrace;
import io.faasrank.workload.BenchmarkFunctions;
import io.faasrank.workload.FunctionProfile;
import io.faasrank.workload.GeneratedWorkloads;
import io.faasrank.workload.InvocationLog;
import io.faasrank.workload.MergedDraws;
import io.faasrank.workload.Spacing;
import io.faasrank.workload.Split;
import io.faasrank.workload.TraceWorkloads;
import io.faasrank.workload.Workload;
import io.faasrank.workload.WorkloadShape;
import io.faasrank.workload.WorkloadSource;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where an experiment's workloads come from.
 *
 * @param workloads names
 * @param functions names, by the index that arrivals carry; with draws that have actions of their
 *     own, by the remainder of that index and their number
 * @param dataSet in words, with its citation
 */
public record Arrivals(
    List<String> workloads, List<String> functions, String dataSet, Named source) {

  private static final String AZURE =
      "Azure Functions 2019 trace (Shahrad et al., Serverless in the Wild, USENIX ATC 2020; CC-BY)";

  /** A workload by its name. */
  @FunctionalInterface
  public interface Named {
    Workload workload(String name, int repetition, int replay);
  }

  /**
   * Reads what the settings name.
   *
   * @throws IllegalArgumentException with one line for the user
   */
  public static Arrivals open(ExperimentSettings settings, Config config) {
    Path log = settings.invocations();
    if (log != null) {
      return logged(log);
    }
    String selection = settings.workloads();
    if (selection == null) {
      throw new IllegalArgumentException("--workloads: expected names or ranges of workloads");
    }
    Map<String, WorkloadShape> shapes = new LinkedHashMap<>();
    for (WorkloadShape shape : WorkloadShape.select(selection)) {
      shapes.put(shape.name(), shape);
    }
    WorkloadSource source =
        settings.draws().of(source(settings.trace(), settings.split(), config, settings.seed()));
    return new Arrivals(
        List.copyOf(shapes.keySet()),
        BenchmarkFunctions.all().stream().map(FunctionProfile::name).toList(),
        dataSet(settings.trace(), settings.split()) + words(settings.draws()),
        (name, repetition, replay) -> {
          WorkloadShape shape = shapes.get(name);
          if (shape == null) {
            throw new IllegalStateException("workload " + name + " was not selected");
          }
          return source.workload(shape, repetition, replay);
        });
  }

  /** Workloads drawn from a trace, or generated where there is none. */
  public static WorkloadSource source(
      @Nullable Path trace, @Nullable Split split, Config config, long seed) {
    Spacing spacing = Spacing.parse(config.getString("faasrank.workload.spacing"));
    return source(trace, split, spacing, config, seed);
  }

  /** As above with a spacing of arrivals within a second other than the configured one. */
  public static WorkloadSource source(
      @Nullable Path trace, @Nullable Split split, Spacing spacing, Config config, long seed) {
    double durationCv = config.getDouble("faasrank.workload.duration-cv");
    if (trace == null) {
      return new GeneratedWorkloads(spacing, durationCv, seed);
    }
    Split drawn = split == null ? Split.ALL : split;
    return new TraceWorkloads(AzureTrace.read(trace), drawn, spacing, durationCv, seed);
  }

  /** The data in words, with its citation. */
  public static String dataSet(@Nullable Path trace, @Nullable Split split) {
    return trace == null
        ? "arrivals generated to Table III of the paper"
        : AZURE + ", " + split + " functions of " + trace.getFileName();
  }

  private static String words(MergedDraws draws) {
    String actions = draws.ownActions() ? ", each with actions of its own" : "";
    return draws.count() == 1 ? "" : ", " + draws.count() + " draws at once" + actions;
  }

  private static Arrivals logged(Path log) {
    Workload workload = InvocationLog.read(log);
    return new Arrivals(
        List.of(workload.name()),
        workload.functions().stream().map(FunctionProfile::name).toList(),
        "invocations of " + log.getFileName(),
        (name, repetition, replay) -> workload);
  }
}
