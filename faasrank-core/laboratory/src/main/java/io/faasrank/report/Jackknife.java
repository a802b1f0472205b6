package io.faasrank.report;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Intervals by the paired jackknife over repetitions (Tukey, 1958) with Student's t.
 *
 * <p>A draw leaves out one repetition of one workload, under all policies at once, and the
 * statistic is computed again. Since a repetition has the same arrivals under every policy, what is
 * common to them cancels and the interval is narrower than an unpaired one. Workloads are not left
 * out: the figures are about these workloads.
 *
 * <pre>
 * V_w      = (n - 1) / n x sum over repetitions r of (statistic without r of w - their mean)^2
 * interval = statistic +- t(1 - tail, f) x sqrt(sum of V_w)      tail 0.025 for 95 %
 * f        = (sum of V_w)^2 / sum of (V_w^2 / (n - 1))        Satterthwaite
 * </pre>
 *
 * <p>For a single workload f is n - 1. Measured by {@code JackknifeTest} on skewed times like those
 * of the cells: it covers 94 to 96 % at 3, 5 and 10 repetitions, where the percentile bootstrap
 * covers 70 to 90. Where times of one cell differ tenfold between repetitions it covers 91 to 93 %.
 * Fewer than {@link #LEAST_REPETITIONS} have no interval: with two, t is 12.7, and the interval
 * says nothing.
 */
public final class Jackknife {

  /** With fewer repetitions there are too few to tell. */
  public static final int LEAST_REPETITIONS = 3;

  /** Number of the draw that leaves out none. */
  public static final int EVERY = 0;

  /** Level of the intervals of all reports, percent. */
  static final int LEVEL_PERCENT = 95;

  private final int workloads;
  private final int repetitions;
  private final double tail;

  /** With intervals of 95 %. */
  public Jackknife(int workloads, int repetitions) {
    this(workloads, repetitions, LEVEL_PERCENT);
  }

  /**
   * @param levelPercent how many intervals of 100 hold the true value
   */
  Jackknife(int workloads, int repetitions, int levelPercent) {
    this.workloads = workloads;
    this.repetitions = repetitions;
    tail = (100 - levelPercent) / 200.0;
  }

  /** Number of draws, {@link #EVERY} included. */
  private int draws() {
    return repetitions < LEAST_REPETITIONS ? 1 : 1 + workloads * repetitions;
  }

  /**
   * Sums over the repetitions of a draw, scaled up to all of them where one is left out.
   *
   * @param values by workload, then repetition
   * @return by workload, then draw
   */
  public double[][] sums(double[][] values) {
    double[][] sums = new double[workloads][draws()];
    for (int w = 0; w < workloads; w++) {
      double sum = 0;
      for (double value : values[w]) {
        sum += value;
      }
      Arrays.fill(sums[w], sum);
      for (int draw = first(w); draw < Math.min(first(w) + repetitions, draws()); draw++) {
        double left = sum - values[w][draw - first(w)];
        sums[w][draw] = left * repetitions / (repetitions - 1);
      }
    }
    return sums;
  }

  /** The draw that leaves out the first repetition of a workload. */
  private int first(int workload) {
    return 1 + workload * repetitions;
  }

  /**
   * The statistic of all repetitions with its interval, which is missing where the statistic of
   * some draw is NaN: it then hangs on a single repetition.
   *
   * @param statistic by number of the draw, from {@link #EVERY} on
   */
  public Interval interval(IntToDoubleFunction statistic) {
    double value = statistic.applyAsDouble(EVERY);
    if (draws() == 1) {
      return Interval.point(value);
    }
    double variance = 0;
    double squares = 0;
    for (int w = 0; w < workloads; w++) {
      double ofWorkload = variance(statistic, first(w));
      variance += ofWorkload;
      squares += ofWorkload * ofWorkload / (repetitions - 1);
    }
    if (Double.isNaN(variance)) {
      return Interval.point(value);
    }
    if (variance == 0) {
      return new Interval(value, value, value);
    }
    TDistribution t = TDistribution.of(variance * variance / squares);
    double half = t.inverseSurvivalProbability(tail) * Math.sqrt(variance);
    return new Interval(value, value - half, value + half);
  }

  private double variance(IntToDoubleFunction statistic, int first) {
    double[] without = new double[repetitions];
    double mean = 0;
    for (int r = 0; r < repetitions; r++) {
      without[r] = statistic.applyAsDouble(first + r);
      mean += without[r] / repetitions;
    }
    double sum = 0;
    for (double each : without) {
      sum += (each - mean) * (each - mean);
    }
    return sum * (repetitions - 1) / repetitions;
  }
}
