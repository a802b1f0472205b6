package io.faasrank.experiment;

import io.faasrank.policy.CandidateLimit;
import io.faasrank.simulation.InvokerSettings;
import io.faasrank.workload.MergedDraws;
import io.faasrank.workload.Split;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the user asked to run.
 *
 * @param policies {@code all} or names separated by commas
 * @param workloads names and ranges as in {@code M1..M10,SC}, or populations; null where a record
 *     is the workload
 * @param trace as {@code [FORMAT:]DIR}; null for the embedded generator
 * @param invocations file with one invocation a line, which is the workload; null otherwise
 * @param split which of the trace's functions to draw from; null without a trace
 * @param functions whose functions run, and which part of a record makes a workload
 * @param invokers a number of the paper's invokers, or groups such as {@code 6x8c2048m,4x4c1024m}
 * @param model of the learned policies: a shipped model's name or a file
 * @param candidates which invokers a learned policy scores in a decision
 * @param seed decides arrivals and all random choices
 * @param draws of each workload at once; one with {@code invocations}
 * @param calibration how the simulated cluster behaves; null for the configuration's
 * @param controllers how many share the simulated cluster, at least 1
 */
public record ExperimentSettings(
    String policies,
    @Nullable String workloads,
    @Nullable String trace,
    @Nullable Path invocations,
    @Nullable Split split,
    FunctionSettings functions,
    String invokers,
    String model,
    CandidateLimit candidates,
    long seed,
    MergedDraws draws,
    @Nullable String calibration,
    int controllers) {

  /** On the cluster that the configuration describes. */
  public ExperimentSettings(
      String policies,
      @Nullable String workloads,
      @Nullable String trace,
      @Nullable Path invocations,
      @Nullable Split split,
      FunctionSettings functions,
      String invokers,
      String model,
      CandidateLimit candidates,
      long seed,
      MergedDraws draws) {
    this(
        policies,
        workloads,
        trace,
        invocations,
        split,
        functions,
        invokers,
        model,
        candidates,
        seed,
        draws,
        null,
        1);
  }

  /** The same in another calibration. */
  public ExperimentSettings withCalibration(@Nullable String other) {
    return new ExperimentSettings(
        policies,
        workloads,
        trace,
        invocations,
        split,
        functions,
        invokers,
        model,
        candidates,
        seed,
        draws,
        other,
        controllers);
  }

  /** The same with other policies. */
  public ExperimentSettings withPolicies(String others) {
    return new ExperimentSettings(
        others,
        workloads,
        trace,
        invocations,
        split,
        functions,
        invokers,
        model,
        candidates,
        seed,
        draws,
        calibration,
        controllers);
  }

  /** The same with other draws. */
  public ExperimentSettings withDraws(MergedDraws others) {
    return new ExperimentSettings(
        policies,
        workloads,
        trace,
        invocations,
        split,
        functions,
        invokers,
        model,
        candidates,
        seed,
        others,
        calibration,
        controllers);
  }

  /** The same with other controllers. */
  public ExperimentSettings withControllers(int others) {
    return new ExperimentSettings(
        policies,
        workloads,
        trace,
        invocations,
        split,
        functions,
        invokers,
        model,
        candidates,
        seed,
        draws,
        calibration,
        others);
  }

  /**
   * The cluster, invoker by invoker.
   *
   * @throws IllegalArgumentException if the settings describe none
   */
  public List<InvokerSettings> invokerSettings() {
    return parse(invokers);
  }

  /**
   * A cluster as {@code --invokers} describes it.
   *
   * @throws IllegalArgumentException naming the option
   */
  public static List<InvokerSettings> parse(String invokers) {
    return Options.read("--invokers", () -> InvokerSettings.parseCluster(invokers));
  }

  /** The cluster in words. */
  public String cluster() {
    String words = cluster(invokers);
    return controllers == 1 ? words : words + ", " + controllers + " controllers";
  }

  public static String cluster(String invokers) {
    return invokers.matches("\\d+")
        ? invokers + " invokers of 8 cores and 2,048 MB for functions"
        : "invokers " + invokers;
  }
}
