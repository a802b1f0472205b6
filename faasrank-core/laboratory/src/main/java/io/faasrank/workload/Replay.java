package io.faasrank.workload;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Turns counts per second into invocations: each function's invocations of a second are placed
 * within it by the spacing, and each gets a factor on its function's mean execution time, from a
 * lognormal distribution of mean 1. The paper gives neither (Table II has means only). Invocations
 * at the same instant come in random order.
 *
 * @param spacing how invocations fall within their second
 * @param durationCv coefficient of variation of the execution time, 0 or more; 0 is constant
 */
record Replay(Spacing spacing, double durationCv) {

  Replay {
    requireDurationCv(durationCv);
  }

  /** Where a function's own variation is known, it holds. */
  Workload workload(
      String name,
      List<FunctionProfile> functions,
      InvocationCounts counts,
      RandomGenerator random) {
    List<Arrival> arrivals = new ArrayList<>();
    for (int function = 0; function < counts.functions(); function++) {
      for (int second = 0; second < counts.seconds(); second++) {
        double[] offsets = new double[counts.at(function, second)];
        spacing.fill(offsets, random);
        for (double offset : offsets) {
          // The sum may round up to the next second, which belongs to another minute.
          double at = Math.min(second + offset, Math.nextDown(second + 1.0));
          arrivals.add(
              new Arrival(
                  at, function, durationFactor(functions.get(function), durationCv, random)));
        }
      }
    }
    for (int i = arrivals.size() - 1; i > 0; i--) {
      Collections.swap(arrivals, i, random.nextInt(i + 1));
    }
    arrivals.sort(Comparator.comparingDouble(Arrival::seconds));
    return new Workload(name, functions, arrivals);
  }

  /** Refuses a number that cannot be a coefficient of variation. */
  static void requireDurationCv(double durationCv) {
    if (!(durationCv >= 0) || Double.isInfinite(durationCv)) {
      throw new InvalidInputException(
          "coefficient of variation of durations: expected a number of 0 or more, found "
              + durationCv);
    }
  }

  /**
   * One invocation's run time relative to the mean: lognormal, mean 1.
   *
   * @param durationCv where the function's own variation is not known
   */
  static double durationFactor(
      FunctionProfile function, double durationCv, RandomGenerator random) {
    double own = function.durationCv();
    double cv = Double.isNaN(own) ? durationCv : own;
    double sigma = Math.sqrt(Math.log1p(cv * cv));
    return Math.exp(sigma * random.nextGaussian() - sigma * sigma / 2);
  }
}
