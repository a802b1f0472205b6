package io.faasrank.workload;

import java.util.function.DoubleUnaryOperator;
import java.util.random.RandomGenerator;

/**
 * How long the functions of a {@link FunctionPopulation} run when warm. A population draws its
 * distribution once and its functions from that.
 */
@FunctionalInterface
public interface RunTimes {

  /**
   * The distribution of one population.
   *
   * @return the mean run time in seconds, positive, that a share of the functions do not exceed;
   *     asked for shares in (0, 1)
   */
  DoubleUnaryOperator draw(RandomGenerator random);

  /** Log-uniform from {@code shortest} to {@code longest} seconds, the same for all populations. */
  static RunTimes between(double shortest, double longest) {
    return random -> share -> shortest * Math.pow(longest / shortest, share);
  }

  /**
   * Log-logistic, so with heavier tails than lognormal, about a median of each population's own.
   *
   * @param shortestMedian median in seconds, log-uniform from this
   * @param longestMedian to this
   * @param leastSpread ratio of the upper quartile to the median, above 1, log-uniform from this
   * @param mostSpread to this
   * @param shortest shorter run times are set to it, seconds
   * @param longest longer ones are set to it, seconds
   */
  static RunTimes around(
      double shortestMedian,
      double longestMedian,
      double leastSpread,
      double mostSpread,
      double shortest,
      double longest) {
    return random -> {
      double median =
          shortestMedian * Math.pow(longestMedian / shortestMedian, random.nextDouble());
      double spread = leastSpread * Math.pow(mostSpread / leastSpread, random.nextDouble());
      double exponent = Math.log(spread) / Math.log(3);
      return share -> {
        double seconds = median * Math.pow(share / (1 - share), exponent);
        return Math.min(longest, Math.max(shortest, seconds));
      };
    };
  }

  /** As in the published measurements that {@code function-ranges.conf} sums up. */
  static RunTimes recorded(double shortest, double longest) {
    return random -> share -> FunctionRanges.WARM_SECONDS.between(shortest, longest, share);
  }
}
