package io.faasrank.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the user asked to run.
 *
 * @param policies {@code all} or names separated by commas
 * @param workloads names and ranges as in {@code M1..M10,SC}; null with {@code invocations}
 * @param trace folder of a trace in the Azure 2019 format; null for the embedded generator
 * @param invocations file with one invocation a line, which is the workload; null otherwise
 * @param split which of the trace's functions to draw from; null without a trace
 * @param invokers number of invokers
 * @param cores of each invoker
 * @param memoryMb of each invoker, for functions
 * @param model model file of the learned policy; null for the shipped one
 * @param seed decides arrivals and all random choices
 */
public record ExperimentSettings(
    String policies,
    @Nullable String workloads,
    @Nullable Path trace,
    @Nullable Path invocations,
    @Nullable String split,
    int invokers,
    int cores,
    int memoryMb,
    @Nullable Path model,
    long seed) {

  /** The cluster in words. */
  public String cluster() {
    return invokers + " invokers, " + cores + " cores and " + memoryMb + " MB for functions each";
  }
}
