package io.faasrank.learn;

import java.util.Arrays;

/**
 * Finds the parameters under which values of the same group lie close to their median. What is made
 * small is, in nats, the negative logarithm of the posterior density, where the values of each
 * group vary by a Laplace distribution of unknown width and parameters have normal priors:
 *
 * <pre>
 * sum over groups of n log(floor + mean |value - median|) + sum of (parameter - prior)^2 / (2 width^2)
 * </pre>
 *
 * <p>By damped steps (Levenberg and Marquardt) on squares that are weighted anew at each step, so
 * that they stand for distances: parameters that make up for each other are moved together, where a
 * search along one after the other stops on the way. Deterministic.
 */
final class LaplaceFit {

  /** What is observed, under assumed parameters. */
  @FunctionalInterface
  interface Observed {

    /** The values of each group, in the same order each time. */
    double[][] values(double[] parameters);
  }

  /** Difference by which slopes are measured: in logarithms one percent. */
  private static final double DIFFERENCE = 0.01;

  /** Longest change of a parameter in a step; the values bend. Chosen. */
  private static final double LONGEST_STEP = 0.7;

  private static final double FIRST_DAMPING = 1e-2;
  private static final double LEAST_DAMPING = 1e-6;
  private static final double MOST_DAMPING = 1e4;
  private static final double DAMPING_FACTOR = 5;

  /** A step that gains fewer nats is the last one. */
  private static final double LEAST_GAIN = 0.05;

  private static final int MOST_STEPS = 60;

  /** Most slopes that are kept, 16 MB; of more values some are left out, evenly. */
  private static final int MOST_SLOPES = 2_000_000;

  private final Observed observed;
  private final double[] floors;
  private final double[] priors;
  private final double[] widths;
  private final double[] least;
  private final double[] most;

  /**
   * @param floors by group: distances below are noise
   * @param priors by parameter: its likeliest value
   * @param widths by parameter: standard deviation about that, positive
   * @param least by parameter: its bound
   * @param most likewise
   */
  LaplaceFit(
      Observed observed,
      double[] floors,
      double[] priors,
      double[] widths,
      double[] least,
      double[] most) {
    this.observed = observed;
    this.floors = floors;
    this.priors = priors;
    this.widths = widths;
    this.least = least;
    this.most = most;
  }

  /** What is made small. */
  double cost(double[] parameters) {
    return cost(parameters, observed.values(parameters));
  }

  private double cost(double[] parameters, double[][] values) {
    double cost = 0;
    for (int k = 0; k < parameters.length; k++) {
      double deviations = (parameters[k] - priors[k]) / widths[k];
      cost += deviations * deviations / 2;
    }
    for (int g = 0; g < values.length; g++) {
      cost += values[g].length * Math.log(width(g, values[g], median(values[g])));
    }
    return cost;
  }

  /** The parameters to which steps from these lead, which cost no more. */
  double[] from(double[] start) {
    double[] best = start.clone();
    double[][] values = observed.values(best);
    double cost = cost(best, values);
    double damping = FIRST_DAMPING;
    for (int step = 0; step < MOST_STEPS && damping < MOST_DAMPING; step++) {
      Squares squares = squares(best, values);
      double gain = 0;
      while (gain == 0 && damping < MOST_DAMPING) {
        double[] tried = moved(best, squares.step(damping));
        double[][] there = observed.values(tried);
        double less = cost - cost(tried, there);
        if (less > 0) {
          gain = less;
          best = tried;
          values = there;
          cost -= less;
          damping = Math.max(LEAST_DAMPING, damping / DAMPING_FACTOR);
        } else {
          damping *= DAMPING_FACTOR;
        }
      }
      if (gain < LEAST_GAIN) {
        break;
      }
    }
    return best;
  }

  private double[] moved(double[] from, double[] step) {
    double[] to = new double[from.length];
    for (int k = 0; k < to.length; k++) {
      double change = Math.max(-LONGEST_STEP, Math.min(LONGEST_STEP, step[k]));
      to[k] = Math.max(least[k], Math.min(most[k], from[k] + change));
    }
    return to;
  }

  /** The cost near the parameters as a sum of squares. */
  private Squares squares(double[] at, double[][] values) {
    int count = at.length;
    int all = Arrays.stream(values).mapToInt(group -> group.length).sum();
    int stride = 1 + (int) ((long) all * count / MOST_SLOPES);
    double[][][] slopes = new double[values.length][count][];
    for (int k = 0; k < count; k++) {
      double[] beside = at.clone();
      double difference = at[k] + DIFFERENCE <= most[k] ? DIFFERENCE : -DIFFERENCE;
      beside[k] += difference;
      double[][] there = observed.values(beside);
      for (int g = 0; g < values.length; g++) {
        double[] own = new double[(values[g].length + stride - 1) / stride];
        for (int i = 0; i < own.length; i++) {
          own[i] = (there[g][i * stride] - values[g][i * stride]) / difference;
        }
        slopes[g][k] = own;
      }
    }
    Squares squares = new Squares(count);
    for (int k = 0; k < count; k++) {
      double weight = 1 / (widths[k] * widths[k]);
      squares.add(k, weight, weight * (at[k] - priors[k]));
    }
    for (int g = 0; g < values.length; g++) {
      double median = median(values[g]);
      double width = width(g, values[g], median);
      int kept = (values[g].length + stride - 1) / stride;
      double[] off = new double[kept];
      double[] weights = new double[kept];
      for (int i = 0; i < kept; i++) {
        off[i] = values[g][i * stride] - median;
        weights[i] = stride / (width * Math.max(Math.abs(off[i]), floors[g] / 4));
      }
      squares.add(slopes[g], off, weights);
    }
    return squares;
  }

  private double width(int group, double[] values, double median) {
    double sum = 0;
    for (double value : values) {
      sum += Math.abs(value - median);
    }
    return floors[group] + sum / Math.max(1, values.length);
  }

  /** The upper one of two; 0 for none. */
  private static double median(double[] values) {
    if (values.length == 0) {
      return 0;
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
