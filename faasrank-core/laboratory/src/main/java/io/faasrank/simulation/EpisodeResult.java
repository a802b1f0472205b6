package io.faasrank.simulation;

import io.faasrank.workload.FunctionProfile;
import java.util.List;

/**
 * The result of one episode.
 *
 * @param completions one per activation, in order of arrival
 * @param slowdown mean of completion time over the function's own run time; NaN where that time is
 *     unknown
 */
public record EpisodeResult(List<Completion> completions, double slowdown) {

  public EpisodeResult {
    completions = List.copyOf(completions);
  }

  /** Of functions whose run times are unknown. */
  public EpisodeResult(List<Completion> completions) {
    this(completions, Double.NaN);
  }

  /** Of a workload's functions, by their index. */
  public static EpisodeResult of(List<Completion> completions, List<FunctionProfile> functions) {
    return new EpisodeResult(
        completions,
        completions.stream()
            .mapToDouble(
                each -> each.completionTime() / functions.get(each.function()).warmSeconds())
            .average()
            .orElse(Double.NaN));
  }

  /** Mean function completion time (Eq. 3), in seconds; NaN for an empty workload. */
  public double meanCompletionTime() {
    return completions.stream()
        .mapToDouble(Completion::completionTime)
        .average()
        .orElse(Double.NaN);
  }
}
