package io.faasrank.learn;

import io.faasrank.report.Interval;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * What a log says of a policy that did not make its decisions, by weighing each with how much more
 * or less probable it is under that policy. Only the activation decided on counts, not what it does
 * to later ones: evidence beside the twin's, not in its place.
 *
 * <pre>
 * w      = target / propensity
 * SNIPS  = sum w cost / sum w                                         Swaminathan and Joachims, 2015
 * DR     = mean of expectedTarget + s(w) (cost - expected)            Dudik et al., 2011
 * s(w)   = L w / (w^2 + L)                                            Su et al., 2020
 * effective sample size = (sum w)^2 / sum w^2                         Kish, 1965
 * </pre>
 *
 * <p>L is that of a grid whose estimate has the least sum of variance and squared bound of its
 * bias, which is the bias as the log shows it and its standard error. The interval is by that sum:
 * by the variance alone it would hold the truth in four of five logs where costs are foreseen well.
 *
 * @param decisions with a known cost
 * @param effective effective sample size
 * @param loggedSeconds mean cost of the log's own decisions
 * @param snips the policy's mean cost by SNIPS, in seconds
 * @param doublyRobust by the doubly robust estimate with shrinkage
 * @param refusal why there is no estimate, in words; empty where there is one
 */
public record OffPolicy(
    int decisions,
    double effective,
    double loggedSeconds,
    Interval snips,
    Interval doublyRobust,
    String refusal) {

  /**
   * Least effective sample size. Costs of a cluster vary about as much as their mean, so that 200
   * give a standard error of 7 %: with fewer, no difference worth a change of the model can be
   * seen.
   */
  public static final double LEAST_EFFECTIVE = 200;

  /** A log in which at least this share of the decisions was certain was not drawn. */
  private static final double CERTAIN_SHARE = 0.9;

  private static final double CERTAIN = 1 - 1e-6;
  private static final double[] SHRINKAGES = {1, 3, 10, 30, 100, 300, 1e3, 1e4, 1e6};
  private static final double Z = NormalDistribution.of(0, 1).inverseSurvivalProbability(0.025);
  private static final Interval NONE = Interval.point(Double.NaN);

  /** No estimate, for this reason. */
  public static OffPolicy refused(int decisions, double effective, double logged, String reason) {
    return new OffPolicy(decisions, effective, logged, NONE, NONE, reason);
  }

  /** Estimates, or says why not. */
  public static OffPolicy of(List<LoggedChoice> choices) {
    List<LoggedChoice> known =
        choices.stream()
            .filter(c -> c.propensity() > 0 && c.target() >= 0 && Double.isFinite(c.cost()))
            .toList();
    int n = known.size();
    double logged = known.stream().mapToDouble(LoggedChoice::cost).average().orElse(Double.NaN);
    if (n == 0) {
      return refused(0, 0, logged, "no decision of the log has a known propensity and cost");
    }
    long certain = known.stream().filter(c -> c.propensity() >= CERTAIN).count();
    double[] weights = known.stream().mapToDouble(c -> c.target() / c.propensity()).toArray();
    double effective = effective(weights);
    if (certain >= CERTAIN_SHARE * n) {
      return refused(
          n,
          effective,
          logged,
          ("%s of %s decisions took the best score and drew nothing, so that their probability is 1: the"
                  + " log never tried what another policy would have done")
              .formatted(certain, n));
    }
    if (effective < LEAST_EFFECTIVE) {
      return refused(
          n,
          effective,
          logged,
          "the log has %s decisions, but they count as only %s for this policy, fewer than %s"
              .formatted(n, Math.round(effective), Math.round(LEAST_EFFECTIVE)));
    }
    return new OffPolicy(n, effective, logged, snips(known, weights), robust(known, weights), "");
  }

  private static double effective(double[] weights) {
    double sum = 0;
    double squares = 0;
    for (double w : weights) {
      sum += w;
      squares += w * w;
    }
    return squares == 0 ? 0 : sum * sum / squares;
  }

  /** With the interval of a ratio by the delta method. */
  private static Interval snips(List<LoggedChoice> known, double[] weights) {
    double sum = 0;
    double costs = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += weights[i];
      costs += weights[i] * known.get(i).cost();
    }
    double value = costs / sum;
    double squares = 0;
    for (int i = 0; i < weights.length; i++) {
      double off = weights[i] * (known.get(i).cost() - value);
      squares += off * off;
    }
    double half = Z * Math.sqrt(squares) / sum;
    return new Interval(value, value - half, value + half);
  }

  private static Interval robust(List<LoggedChoice> known, double[] weights) {
    Interval best = NONE;
    double least = Double.POSITIVE_INFINITY;
    for (double shrinkage : SHRINKAGES) {
      double[] terms = new double[weights.length];
      double[] shrunkOff = new double[weights.length];
      for (int i = 0; i < terms.length; i++) {
        LoggedChoice c = known.get(i);
        double w = weights[i];
        double shrunk = shrinkage * w / (w * w + shrinkage);
        terms[i] = c.expectedTarget() + shrunk * (c.cost() - c.expected());
        shrunkOff[i] = (w - shrunk) * (c.cost() - c.expected());
      }
      double mean = mean(terms);
      double bias = Math.abs(mean(shrunkOff)) + Math.sqrt(varianceOfMean(shrunkOff));
      double error = varianceOfMean(terms) + bias * bias;
      if (error < least) {
        least = error;
        double half = Z * Math.sqrt(error);
        best = new Interval(mean, mean - half, mean + half);
      }
    }
    return best;
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(Double.NaN);
  }

  private static double varianceOfMean(double[] values) {
    double mean = mean(values);
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return squares / values.length / values.length;
  }
}
