package io.faasrank.canary;

/**
 * Divides wall-clock time into blocks of one length and gives each to an arm. Two blocks that
 * follow each other make a pair: a fair coin decides which of the two is the candidate's. The coin
 * is a hash of the trial's seed and the pair's number, so controllers agree without talking, also
 * after a restart. The first part of a block is its wash-out: activations that come then are not
 * counted, so that what the other arm left behind in the queues and containers has gone, and so
 * that clocks may differ by as much.
 *
 * <p>Before the first pair lies at least one whole block of the control, the lead-in, which gives
 * the guards something to compare the candidate's first block with.
 *
 * @param seed of the coins; from the candidate's digest and the start
 * @param startMillis when the trial began, in milliseconds since 1970
 * @param blockMillis length of a block, positive
 * @param washoutMillis its part that is not counted, below the length
 */
public record Blocks(long seed, long startMillis, long blockMillis, long washoutMillis) {

  public Blocks {
    if (blockMillis <= 0 || washoutMillis < 0 || washoutMillis >= blockMillis) {
      throw new IllegalArgumentException(
          "blocks of " + blockMillis + " ms with a wash-out of " + washoutMillis + " ms");
    }
  }

  /** Number of the block at that time, in milliseconds since 1970. */
  public long block(long epochMillis) {
    return Math.floorDiv(epochMillis, blockMillis);
  }

  /** The pair that a block belongs to. */
  public static long pair(long block) {
    return Math.floorDiv(block, 2L);
  }

  /**
   * The first pair of the trial: the first that begins a block's length or more after its start.
   */
  public long firstPair() {
    return -Math.floorDiv(-(startMillis + blockMillis), 2 * blockMillis);
  }

  /** Whose turn the block is; the control's before the first pair. */
  public Arm arm(long block) {
    long pair = pair(block);
    if (pair < firstPair()) {
      return Arm.CONTROL;
    }
    boolean candidateFirst = (mix(seed + pair * 0x9e3779b97f4a7c15L) & 1) == 0;
    boolean first = Math.floorMod(block, 2L) == 0;
    return first == candidateFirst ? Arm.CANDIDATE : Arm.CONTROL;
  }

  /** Whether an activation that comes at that time is counted. */
  public boolean counts(long epochMillis) {
    return epochMillis >= startMillis && Math.floorMod(epochMillis, blockMillis) >= washoutMillis;
  }

  /** When the pair is over, in milliseconds since 1970. */
  public long endMillis(long pair) {
    return (pair + 1) * 2 * blockMillis;
  }

  /** The finaliser of SplitMix64 (Steele et al. 2014). */
  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
