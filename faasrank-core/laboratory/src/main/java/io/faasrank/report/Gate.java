package io.faasrank.report;

import io.faasrank.workload.InvalidInputException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Two results compared, policy by policy, and what a pipeline makes of it.
 *
 * @param a the first result, which is 100 %
 * @param b the second
 * @param comparisons of each policy
 * @param outcomes of each threshold with each comparison
 */
public record Gate(
    StoredResult a,
    StoredResult b,
    List<ResultComparison> comparisons,
    List<ThresholdResult> outcomes) {

  /**
   * A threshold and a comparison.
   *
   * @param crossing the figure that crosses it, if one does
   */
  public record ThresholdResult(
      Threshold threshold,
      ResultComparison comparison,
      Optional<ResultComparison.ComparedFigure> crossing) {}

  public Gate {
    comparisons = List.copyOf(comparisons);
    outcomes = List.copyOf(outcomes);
  }

  /**
   * Compares two results.
   *
   * @param policies of the second; empty for the learned ones that both have, or all where there is
   *     none
   * @param against policy of the first; empty for the same one
   * @param sure whether a threshold is crossed only where the whole interval is beyond
   * @throws InvalidInputException where something named is in neither
   */
  public static Gate of(
      StoredResult a,
      StoredResult b,
      List<String> policies,
      Optional<String> against,
      List<Threshold> thresholds,
      boolean sure) {
    List<String> names = policies.isEmpty() ? common(a, b) : policies;
    List<ResultComparison> comparisons =
        names.stream().map(name -> ResultComparison.of(a, against.orElse(name), b, name)).toList();
    List<ThresholdResult> outcomes =
        thresholds.stream()
            .flatMap(
                threshold ->
                    comparisons.stream()
                        .map(
                            each ->
                                new ThresholdResult(
                                    threshold, each, threshold.crossed(each, sure))))
            .toList();
    return new Gate(a, b, comparisons, outcomes);
  }

  private static List<String> common(StoredResult a, StoredResult b) {
    List<EvaluatedPolicy> both = a.policies().stream().filter(each -> b.has(each.name())).toList();
    List<String> learned =
        both.stream()
            .filter(each -> each.role() == PolicyRole.LEARNED)
            .map(EvaluatedPolicy::name)
            .toList();
    List<String> names =
        learned.isEmpty() ? both.stream().map(EvaluatedPolicy::name).toList() : learned;
    if (names.isEmpty()) {
      throw new InvalidInputException("no policy is in both results");
    }
    return names;
  }

  /** Whether a threshold was crossed. */
  public boolean crossed() {
    return outcomes.stream().anyMatch(each -> each.crossing().isPresent());
  }

  /** Why either result cannot be relied on, a line each. */
  public List<String> unsound() {
    return Stream.of(a, b)
        .flatMap(result -> result.unsound().stream().map(line -> result.source() + ": " + line))
        .toList();
  }
}
