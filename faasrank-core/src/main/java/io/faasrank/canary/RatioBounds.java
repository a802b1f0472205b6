package io.faasrank.canary;

import java.util.Arrays;

/**
 * Bounds of a ratio that hold at any time: however often they are looked at and whenever that ends,
 * the true ratio was within each of them all the while, with the probability asked for.
 *
 * <p>Each pair of blocks gives d, the logarithm of its ratio. Which block of a pair is the
 * candidate's is a fair coin, so d is symmetric about the true log ratio t where the candidate
 * changes slowdowns by a factor and the rest is the blocks' own noise, be it of whatever
 * distribution and as different from pair to pair as load is. For every s of at least t and every
 * rate r, {@code E[1 + tanh(r (d - s))] <= 1} then, for tanh is odd and grows. So the product of
 * {@code 1 + tanh(r (d - s))} over the pairs, and its mean over several rates, is a non-negative
 * supermartingale that begins at 1: by Ville's inequality it ever reaches 1 / a with a probability
 * of at most a. The lower bound at level a is the largest s for which it has reached 1 / a; the
 * upper one likewise, with the signs turned. Since the product falls as s grows, what is rejected
 * is all below the bound, so the promise holds for all ratios beyond it at once.
 *
 * <p>This is a mixture of the symmetric e-tests of V. Vovk and R. Wang, Nonparametric e-tests of
 * symmetry (arXiv 2208.08925), written as bets; confidence sequences by inverting them are those of
 * A. Ramdas et al., Game-theoretic statistics and safe anytime-valid inference (2023). It needs no
 * variance, no normality and no number of pairs fixed in advance. Its price: n pairs cannot reach
 * more than 2^n, so five pairs never say anything at a level below 1/32.
 *
 * <p>Not thread-safe.
 */
public final class RatioBounds {

  /**
   * Rates of the bets, equally weighted: best for effects that are small beside noise of 0.5 down
   * to 0.03 in log ratio. A rate that is far off costs at most a factor of six in evidence.
   */
  private static final double[] RATES = {1, 2, 4, 8, 16, 32};

  /** Log ratios searched: a ratio of 20,000 either way. */
  private static final double WIDEST = 10;

  /** Halvings of the search: bounds are right within 1e-8. */
  private static final int HALVINGS = 31;

  private double[] logRatios = new double[32];
  private int count;

  /**
   * Adds a pair.
   *
   * @throws IllegalArgumentException when it is not a number
   */
  public void add(double logRatio) {
    if (!Double.isFinite(logRatio)) {
      throw new IllegalArgumentException("a log ratio is " + logRatio);
    }
    if (count == logRatios.length) {
      logRatios = Arrays.copyOf(logRatios, 2 * count);
    }
    logRatios[count++] = logRatio;
  }

  /** Pairs added. */
  public int count() {
    return count;
  }

  /** The ratio that the pairs show on average; NaN without any. */
  public double ratio() {
    return Math.exp(Arrays.stream(logRatios, 0, count).average().orElse(Double.NaN));
  }

  /** Whether the ratio is above another one: whether {@link #lower} is. */
  public boolean isAbove(double other, double level) {
    return logWealth(Math.log(other), 1) >= -Math.log(level);
  }

  /** Whether the ratio is below another one: whether {@link #upper} is. */
  public boolean isBelow(double other, double level) {
    return logWealth(Math.log(other), -1) >= -Math.log(level);
  }

  /** The ratio is above this one; 0 where nothing can be said. */
  public double lower(double level) {
    return bound(level, 1);
  }

  /** The ratio is below this one; infinite where nothing can be said. */
  public double upper(double level) {
    return bound(level, -1);
  }

  /**
   * @param sign 1 for the lower bound, -1 for the upper one
   */
  private double bound(double level, int sign) {
    double needed = -Math.log(level);
    if (logWealth(-sign * WIDEST, sign) < needed) {
      return sign > 0 ? 0 : Double.POSITIVE_INFINITY;
    }
    double rejected = -WIDEST;
    double kept = WIDEST;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (rejected + kept) / 2;
      if (logWealth(sign * middle, sign) >= needed) {
        rejected = middle;
      } else {
        kept = middle;
      }
    }
    return Math.exp(sign * rejected);
  }

  /** Logarithm of the mean of the products. */
  private double logWealth(double logRatio, int sign) {
    double largest = Double.NEGATIVE_INFINITY;
    double[] logs = new double[RATES.length];
    for (int i = 0; i < RATES.length; i++) {
      for (int j = 0; j < count; j++) {
        logs[i] += logBet(RATES[i] * sign * (logRatios[j] - logRatio));
      }
      largest = Math.max(largest, logs[i]);
    }
    double sum = 0;
    for (double log : logs) {
      sum += Math.exp(log - largest);
    }
    return largest + Math.log(sum / RATES.length);
  }

  /** log(1 + tanh(x)), which is log 2 - log(1 + exp(-2 x)), exact for large negative x too. */
  private static double logBet(double x) {
    double softplus = x >= 0 ? Math.log1p(Math.exp(-2 * x)) : Math.log1p(Math.exp(2 * x)) - 2 * x;
    return Math.log(2) - softplus;
  }
}
