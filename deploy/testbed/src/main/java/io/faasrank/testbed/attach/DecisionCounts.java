package io.faasrank.testbed.attach;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How many activations controllers have placed.
 *
 * @param placers activations by who chose the invoker
 * @param fallbacks activations that hashing placed though a policy was asked, by reason
 */
public record DecisionCounts(
    NavigableMap<String, Long> placers, NavigableMap<String, Long> fallbacks) {

  /** None. */
  public static DecisionCounts none() {
    return new DecisionCounts(new TreeMap<>(), new TreeMap<>());
  }

  /** Activations placed, by whoever. */
  public long placed() {
    return placers.values().stream().mapToLong(Long::longValue).sum();
  }

  DecisionCounts plus(DecisionCounts other) {
    return new DecisionCounts(sum(placers, other.placers, 1), sum(fallbacks, other.fallbacks, 1));
  }

  /** What was counted since; a counter missing from the earlier reading began at 0. */
  DecisionCounts since(DecisionCounts before) {
    return new DecisionCounts(
        sum(placers, before.placers, -1), sum(fallbacks, before.fallbacks, -1));
  }

  private static NavigableMap<String, Long> sum(
      Map<String, Long> these, Map<String, Long> those, int sign) {
    NavigableMap<String, Long> all = new TreeMap<>(these);
    those.forEach((name, count) -> all.merge(name, sign * count, Long::sum));
    all.values().removeIf(count -> count == 0);
    return all;
  }

  /** For people: {@code 187 by faasrank, 14 by hashing (overrun 14)}. */
  @Override
  public String toString() {
    String by =
        placers.entrySet().stream()
            .map(each -> each.getValue() + " by " + each.getKey())
            .collect(Collectors.joining(", "));
    String why =
        fallbacks.entrySet().stream()
            .map(each -> each.getKey() + " " + each.getValue())
            .collect(Collectors.joining(", "));
    return (by.isEmpty() ? "none" : by) + (why.isEmpty() ? "" : " (fallbacks: " + why + ")");
  }
}
