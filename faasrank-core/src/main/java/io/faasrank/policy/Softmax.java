package io.faasrank.policy;

/**
 * The softmax over the candidates' scores (Eq. 4): {@code P(n) = exp(q_n) / sum_m exp(q_m)}.
 *
 * <p>Numerically safe: the highest score is subtracted before exponentiating, so no score is too
 * large, and sums are in double precision. Several scores of positive infinity share the whole
 * probability; scores that are all negative infinity are all equally likely. Scores must not be
 * NaN.
 */
public final class Softmax {

  private Softmax() {}

  /**
   * Fills {@code out} with the probability of each candidate, adding up to 1.
   *
   * @param count number of valid scores, at least 1
   * @return {@code out}, of which the first {@code count} are valid
   */
  public static float[] probabilities(float[] scores, int count, float[] out) {
    float highest = highest(scores, count);
    double sum = sum(scores, count, highest);
    for (int i = 0; i < count; i++) {
      out[i] = (float) (weight(scores[i], highest) / sum);
    }
    return out;
  }

  /**
   * Natural logarithm of the probability of one candidate; finite where {@link #probabilities}
   * would round to 0.
   */
  public static double logProbability(float[] scores, int count, int index) {
    float highest = highest(scores, count);
    double difference = difference(scores[index], highest);
    return difference - Math.log(sum(scores, count, highest));
  }

  /**
   * Draws a candidate with its probability, from a single random number.
   *
   * @param uniform the number, in [0, 1)
   */
  public static int sample(float[] scores, int count, double uniform) {
    float highest = highest(scores, count);
    double left = uniform * sum(scores, count, highest);
    int drawn = 0;
    for (int i = 0; i < count; i++) {
      double weight = weight(scores[i], highest);
      if (weight > 0) {
        drawn = i;
        left -= weight;
        if (left < 0) {
          break;
        }
      }
    }
    return drawn;
  }

  private static float highest(float[] scores, int count) {
    float highest = scores[0];
    for (int i = 1; i < count; i++) {
      highest = Math.max(highest, scores[i]);
    }
    return highest;
  }

  private static double sum(float[] scores, int count, float highest) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += weight(scores[i], highest);
    }
    return sum;
  }

  private static double weight(float score, float highest) {
    return Math.exp(difference(score, highest));
  }

  private static double difference(float score, float highest) {
    return score == highest ? 0 : (double) score - highest;
  }
}
