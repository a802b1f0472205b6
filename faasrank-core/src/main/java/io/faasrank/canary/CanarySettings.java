package io.faasrank.canary;

/**
 * How a trial is run and when it ends. They belong to the trial: whoever starts it writes them to
 * Redis, and all controllers follow them.
 *
 * @param blockSeconds length of a block. In five minutes with a thousand activations or more, the
 *     log ratio of a pair of equal arms has a standard deviation of 0.02 to 0.07 (measured, see
 *     docs/learning.md); fewer activations need longer blocks. 1 to 86,400
 * @param washoutSeconds part of it that is not counted; should exceed the longest run of most
 *     activations and the difference of clocks. 0 to below the block
 * @param fewestActivations of an arm in a pair, below which the pair is not compared
 * @param margin share by which the candidate must be faster to be promoted, 0 to below 1
 * @param promoteLevel chance to promote, ever, a candidate that is not faster by the margin
 * @param demoteLevel chance to demote, ever, for its slowdown a candidate that is not slower. Above
 *     the other: a good model that is refused by mistake costs less than a bad one that serves
 * @param errorExcess share of failures above the control's that breaks the guard
 * @param p99Ratio ratio of the 99th percentiles above which the guard breaks
 * @param worstRatio ratio of the mean slowdown of the candidate's running block to the control's
 *     worst block above which the guard breaks before the block is over
 * @param mostPairs a candidate that is undecided after so many pairs is demoted
 */
public record CanarySettings(
    double blockSeconds,
    double washoutSeconds,
    int fewestActivations,
    double margin,
    double promoteLevel,
    double demoteLevel,
    double errorExcess,
    double p99Ratio,
    double worstRatio,
    int mostPairs) {

  /** Levels and margins: chosen. Guards: chosen, and measured to be quiet (docs/learning.md). */
  public static final CanarySettings DEFAULTS =
      new CanarySettings(300, 30, 100, 0.01, 0.05, 0.2, 0.005, 1.25, 3, 200);

  public CanarySettings {
    within("block seconds", blockSeconds, 1, 86_400);
    within("wash-out seconds", washoutSeconds, 0, blockSeconds * 0.9);
    within("fewest activations", fewestActivations, 1, 1e9);
    within("margin", margin, 0, 0.9);
    within("level of promotion", promoteLevel, 1e-6, 0.5);
    within("level of demotion", demoteLevel, 1e-6, 0.5);
    within("excess of errors", errorExcess, 0, 1);
    within("ratio of p99", p99Ratio, 1, 1000);
    within("worst ratio", worstRatio, 1, 1000);
    within("most pairs", mostPairs, 1, 1000);
  }

  /** The same with blocks of other lengths. */
  public CanarySettings withBlocks(double newBlockSeconds, double newWashoutSeconds) {
    return new CanarySettings(
        newBlockSeconds,
        newWashoutSeconds,
        fewestActivations,
        margin,
        promoteLevel,
        demoteLevel,
        errorExcess,
        p99Ratio,
        worstRatio,
        mostPairs);
  }

  /** The same with another margin. */
  public CanarySettings withMargin(double newMargin) {
    return new CanarySettings(
        blockSeconds,
        washoutSeconds,
        fewestActivations,
        newMargin,
        promoteLevel,
        demoteLevel,
        errorExcess,
        p99Ratio,
        worstRatio,
        mostPairs);
  }

  /** The blocks of a trial. */
  public Blocks blocks(long seed, long startMillis) {
    return new Blocks(
        seed, startMillis, Math.round(1000 * blockSeconds), Math.round(1000 * washoutSeconds));
  }

  private static void within(String name, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          name + " of a trial: " + value + ", not " + least + " to " + most);
    }
  }
}
