package io.faasrank.experiment;

import io.faasrank.report.EpisodeRecords;
import io.faasrank.report.EvaluatedPolicy;
import java.util.List;

/**
 * Settings resolved: everything read and checked, ready to run.
 *
 * @param policies the reference first, in the order of the tables
 * @param workloads names
 * @param functions names, by the index that completions carry
 * @param dataSet where arrivals come from, with its citation
 * @param records what pictures of episodes need
 */
public record Experiment(
    List<EvaluatedPolicy> policies,
    List<String> workloads,
    List<String> functions,
    String dataSet,
    EpisodeRunner runner,
    EpisodeRecords records) {

  public Experiment {
    policies = List.copyOf(policies);
    workloads = List.copyOf(workloads);
    functions = List.copyOf(functions);
  }

  /** An experiment of whose episodes there are no pictures. */
  public Experiment(
      List<EvaluatedPolicy> policies,
      List<String> workloads,
      List<String> functions,
      String dataSet,
      EpisodeRunner runner) {
    this(policies, workloads, functions, dataSet, runner, EpisodeRecords.NONE);
  }

  /** Resolves settings. */
  @FunctionalInterface
  public interface Factory {

    /**
     * Reads what the settings name.
     *
     * @throws IllegalArgumentException with one line for the user that names the file, line, key or
     *     value and what was expected
     */
    Experiment open(ExperimentSettings settings);
  }
}
