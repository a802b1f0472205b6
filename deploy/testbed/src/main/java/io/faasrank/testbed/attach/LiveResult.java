package io.faasrank.testbed.attach;

import io.faasrank.simulation.Completion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of a replay through OpenWhisk.
 *
 * @param completions in order of arrival, times in seconds since the start
 * @param activationIds of these, by which the controller knows them
 * @param failed activations without a completion
 * @param firstFailure why the first of them has none; null without any
 * @param latestSeconds by how much the latest submission was behind its arrival
 */
public record LiveResult(
    List<Completion> completions,
    List<String> activationIds,
    int failed,
    @Nullable String firstFailure,
    double latestSeconds) {

  /** Invoker of a completion that none of the emulated ones ran. */
  public static final int ELSEWHERE = -1;

  public LiveResult {
    completions = List.copyOf(completions);
    activationIds = List.copyOf(activationIds);
  }

  /** Activations that other invokers ran. */
  public long elsewhere() {
    return completions.stream().filter(each -> each.invoker() == ELSEWHERE).count();
  }
}
