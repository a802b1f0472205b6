package io.faasrank.policy;

import java.util.SplittableRandom;

/**
 * Draws two different candidates with equal chance and takes the better; of equal ones the first
 * drawn. With a single candidate there is nothing to draw.
 *
 * <p>As a policy it compares activations in flight. Looking at two instead of one makes the longest
 * queue of n grow as log log n instead of log n / log log n, and unlike the least-loaded rule it
 * does not send a burst of arrivals to the one invoker that looked idle.
 */
@PolicySpec(
    name = "power-of-two",
    summary = "the less busy of two random invokers",
    source = "Mitzenmacher, The Power of Two Choices, IEEE TPDS 12(10), 2001")
public final class BestOfTwoRandom implements Selector {

  @Override
  public int select(Decision decision, SplittableRandom random) {
    int count = decision.count();
    if (count == 1) {
      return 0;
    }
    int first = random.nextInt(count);
    int other = random.nextInt(count - 1);
    int second = other < first ? other : other + 1;
    float[] scores = decision.scores();
    return scores[second] > scores[first] ? second : first;
  }

  /** Of the pairs in order: it is first and no worse, or second and better. */
  @Override
  public float probability(Decision decision) {
    int count = decision.count();
    if (count == 1) {
      return 1;
    }
    float[] scores = decision.scores();
    int chosen = decision.chosenIndex();
    long pairs = -1; // with itself
    for (int i = 0; i < count; i++) {
      pairs += scores[i] <= scores[chosen] ? 1 : 0;
      pairs += scores[i] < scores[chosen] ? 1 : 0;
    }
    return (float) ((double) pairs / ((long) count * (count - 1)));
  }
}
