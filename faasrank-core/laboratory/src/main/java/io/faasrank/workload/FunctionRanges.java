package io.faasrank.workload;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.List;

/**
 * What published functions cost: quantiles and correlations, read from {@code function-ranges.conf}
 * beside this class, which names its sources.
 */
final class FunctionRanges {

  private static final Config RANGES =
      ConfigFactory.parseResources(FunctionRanges.class, "function-ranges.conf");

  private static final double[] PROBABILITIES = numbers("probabilities");

  /** Run time in a warm container, in seconds. */
  static final Quantiles WARM_SECONDS = new Quantiles(numbers("warm-seconds"));

  /** What a cold start takes longer than a warm one, in seconds. */
  static final Quantiles COLD_PENALTY_SECONDS = new Quantiles(numbers("cold-penalty-seconds"));

  /** Spearman's correlation of the warm run time with the cold penalty. */
  static final double WARM_WITH_COLD_PENALTY = RANGES.getDouble("warm-with-cold-penalty");

  /** Spearman's correlation of the warm run time with the memory limit. */
  static final double WARM_WITH_MEMORY = RANGES.getDouble("warm-with-memory");

  private static final List<Integer> MEMORY_MB = RANGES.getIntList("memory-mb");

  private static final List<Integer> MEMORY_ROWS = RANGES.getIntList("memory-rows");

  private FunctionRanges() {}

  /**
   * A memory limit in MB, by its share of the measurements.
   *
   * @param probability 0 up to but not including 1; more of it is more memory
   * @param mostMb larger limits are left out; at least the smallest, 128
   */
  static int memoryMb(double probability, int mostMb) {
    int rows = 0;
    for (int i = 0; i < MEMORY_MB.size(); i++) {
      rows += MEMORY_MB.get(i) <= mostMb ? MEMORY_ROWS.get(i) : 0;
    }
    double left = probability * rows;
    int memoryMb = MEMORY_MB.get(0);
    for (int i = 0; i < MEMORY_MB.size() && left >= 0 && MEMORY_MB.get(i) <= mostMb; i++) {
      memoryMb = MEMORY_MB.get(i);
      left -= MEMORY_ROWS.get(i);
    }
    return memoryMb;
  }

  private static double[] numbers(String key) {
    return RANGES.getDoubleList(key).stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** A distribution of positive values by its quantiles, interpolated between their logarithms. */
  static final class Quantiles {

    private final double[] values;

    Quantiles(double[] values) {
      this.values = values;
    }

    double least() {
      return values[0];
    }

    double most() {
      return values[values.length - 1];
    }

    /**
     * The value that a share of those from {@code least} to {@code most} do not exceed.
     *
     * @param probability 0 to 1
     */
    double between(double least, double most, double probability) {
      double from = probability(Math.max(least, least()));
      double to = probability(Math.min(most, most()));
      return Math.min(most, Math.max(least, at(from + probability * (to - from))));
    }

    private double at(double probability) {
      return interpolate(PROBABILITIES, values, probability, true);
    }

    private double probability(double value) {
      return interpolate(values, PROBABILITIES, value, false);
    }

    /** Linear in probability and in the logarithm of the value. */
    private static double interpolate(double[] from, double[] to, double x, boolean toValues) {
      int i = 1;
      while (i < from.length - 1 && x > from[i]) {
        i++;
      }
      if (toValues) {
        double share = (x - from[i - 1]) / (from[i] - from[i - 1]);
        return to[i - 1] * Math.pow(to[i] / to[i - 1], share);
      }
      double share = Math.log(x / from[i - 1]) / Math.log(from[i] / from[i - 1]);
      return to[i - 1] + share * (to[i] - to[i - 1]);
    }
  }
}
