package io.faasrank.simulation;

import io.faasrank.workload.FunctionProfile;
import java.util.List;
import java.util.Map;

/**
 * An episode with all that a picture of it needs.
 *
 * @param invokers of the cluster, by their number
 * @param functions of the workload, by the index that completions carry
 * @param completions in order of arrival
 * @param decisions by index of the completion; of a long episode evenly spread ones, and none where
 *     decisions could not be seen
 * @param containers samples in order of time; empty where containers could not be seen
 * @param leastWaitSeconds an activation that waited less did not wait for memory, but for messages
 */
public record EpisodeRecord(
    List<InvokerSettings> invokers,
    List<FunctionProfile> functions,
    List<Completion> completions,
    Map<Integer, ExplainedDecision> decisions,
    List<ContainerSamples.Sample> containers,
    double leastWaitSeconds) {

  /** Messages of a simulation or of a testbed in real time take less. Chosen. */
  private static final double LEAST_WAIT_SECONDS = 0.1;

  public EpisodeRecord {
    invokers = List.copyOf(invokers);
    functions = List.copyOf(functions);
    completions = List.copyOf(completions);
    decisions = Map.copyOf(decisions);
    containers = List.copyOf(containers);
  }

  /** The same with these decisions. */
  public EpisodeRecord withDecisions(Map<Integer, ExplainedDecision> others) {
    return new EpisodeRecord(
        invokers, functions, completions, others, containers, leastWaitSeconds);
  }

  /** The same where messages take up to so long. */
  public EpisodeRecord withMessages(double seconds) {
    return new EpisodeRecord(
        invokers,
        functions,
        completions,
        decisions,
        containers,
        Math.max(LEAST_WAIT_SECONDS, seconds));
  }

  /** Of an episode whose messages take next to no time. */
  public EpisodeRecord(
      List<InvokerSettings> invokers,
      List<FunctionProfile> functions,
      List<Completion> completions,
      Map<Integer, ExplainedDecision> decisions,
      List<ContainerSamples.Sample> containers) {
    this(invokers, functions, completions, decisions, containers, LEAST_WAIT_SECONDS);
  }

  /** Of an episode whose decisions and containers could not be seen. */
  public EpisodeRecord(
      List<InvokerSettings> invokers, List<FunctionProfile> functions, EpisodeResult episode) {
    this(invokers, functions, episode.completions(), Map.of(), List.of());
  }
}
