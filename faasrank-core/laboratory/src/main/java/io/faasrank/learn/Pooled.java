package io.faasrank.learn;

import java.util.List;

/**
 * Values of several functions, each estimated from its own and, where those are few, from those of
 * all: the mean of logarithms is drawn towards the mean of all functions by as many values as the
 * spread within a function says, relative to the spread between functions (empirical Bayes).
 */
final class Pooled {

  /** Shorter times are taken for this: records have milliseconds. */
  private static final double LEAST = 5e-4;

  /** Values that a function's own spread must have before it counts half. Chosen. */
  private static final double SPREAD_PRIOR = 5;

  /** Spread of logarithms where no function has two values. Chosen. */
  private static final double SPREAD = 0.1;

  private final List<double[]> values;
  private final double[] meanLog;
  private final double within;
  private final double ofAll;
  private final double pull;

  /**
   * @param values by function
   * @param otherwise the typical value where there is none at all
   */
  Pooled(List<double[]> values, double otherwise) {
    this.values = values;
    meanLog = new double[values.size()];
    double squares = 0;
    int degrees = 0;
    double sum = 0;
    int functions = 0;
    for (int f = 0; f < meanLog.length; f++) {
      double[] own = values.get(f);
      if (own.length == 0) {
        continue;
      }
      meanLog[f] = meanLog(own);
      squares += squares(own, meanLog[f]);
      degrees += own.length - 1;
      sum += meanLog[f];
      functions++;
    }
    within = degrees == 0 ? SPREAD : Math.sqrt(squares / degrees);
    ofAll = functions == 0 ? Math.log(Math.max(LEAST, otherwise)) : sum / functions;
    double between = 0;
    for (int f = 0; f < meanLog.length; f++) {
      between += values.get(f).length == 0 ? 0 : (meanLog[f] - ofAll) * (meanLog[f] - ofAll);
    }
    between = functions < 2 ? 1 : between / (functions - 1);
    pull = Math.min(10, within * within / Math.max(1e-6, between));
  }

  /** How many values a function has. */
  int count(int function) {
    return values.get(function).length;
  }

  /** The mean of a function's values. */
  double mean(int function) {
    double[] own = values.get(function);
    if (own.length == 0) {
      return Math.exp(ofAll);
    }
    double sum = 0;
    for (double value : own) {
      sum += value;
    }
    double share = own.length / (own.length + pull);
    return Math.exp(share * Math.log(Math.max(LEAST, sum / own.length)) + (1 - share) * ofAll);
  }

  /** The median of a function's values. */
  double median(int function) {
    double[] own = values.get(function);
    if (own.length == 0) {
      return Math.exp(ofAll);
    }
    double share = own.length / (own.length + pull);
    return Math.exp(
        share * Math.log(Math.max(LEAST, LoadHistory.median(own))) + (1 - share) * ofAll);
  }

  /** Coefficient of variation of a function's values, drawn towards that of all. */
  double variation(int function) {
    double[] own = values.get(function);
    double squares = own.length == 0 ? 0 : squares(own, meanLog[function]);
    double variance =
        (squares + SPREAD_PRIOR * within * within) / (Math.max(0, own.length - 1) + SPREAD_PRIOR);
    return Math.sqrt(Math.expm1(Math.min(4, variance)));
  }

  private static double meanLog(double[] own) {
    double sum = 0;
    for (double value : own) {
      sum += Math.log(Math.max(LEAST, value));
    }
    return sum / own.length;
  }

  private static double squares(double[] own, double mean) {
    double squares = 0;
    for (double value : own) {
      double off = Math.log(Math.max(LEAST, value)) - mean;
      squares += off * off;
    }
    return squares;
  }
}
