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
 */
public record EpisodeRecord(
    List<InvokerSettings> invokers,
    List<FunctionProfile> functions,
    List<Completion> completions,
    Map<Integer, ExplainedDecision> decisions,
    List<ContainerSamples.Sample> containers) {

  public EpisodeRecord {
    invokers = List.copyOf(invokers);
    functions = List.copyOf(functions);
    completions = List.copyOf(completions);
    decisions = Map.copyOf(decisions);
    containers = List.copyOf(containers);
  }

  /** The same with these decisions. */
  public EpisodeRecord withDecisions(Map<Integer, ExplainedDecision> others) {
    return new EpisodeRecord(invokers, functions, completions, others, containers);
  }

  /** Of an episode whose decisions and containers could not be seen. */
  public EpisodeRecord(
      List<InvokerSettings> invokers, List<FunctionProfile> functions, EpisodeResult episode) {
    this(invokers, functions, episode.completions(), Map.of(), List.of());
  }
}
