package io.faasrank.simulation;

import java.util.List;

/**
 * The result of one episode.
 *
 * @param completions one per activation, in order of arrival
 */
public record EpisodeResult(List<Completion> completions) {

  public EpisodeResult {
    completions = List.copyOf(completions);
  }

  /** Mean function completion time (Eq. 3), in seconds; NaN for an empty workload. */
  public double meanCompletionTime() {
    return completions.stream()
        .mapToDouble(Completion::completionTime)
        .average()
        .orElse(Double.NaN);
  }
}
