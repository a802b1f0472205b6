package io.faasrank.policy;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.ClusterView;

/**
 * Consistent hashing with bounded loads and random load updates (CH-RLU): an action stays at its
 * home invoker until that one is busier than a bound, then goes to the next on the ring that is
 * not. Loads are read with noise, so that the arrivals of one popular action do not all leave for
 * the same neighbour at the same moment.
 *
 * <p>The score is the logarithm of the probability that a walk with fresh noise at each step ends
 * at the candidate, so {@link SoftmaxSample} walks the ring with a single random number. The
 * formulas, and what differs from the authors' balancer and why, are in docs/policies.md.
 */
@PolicySpec(
    name = "ch-rlu",
    summary = "home on a hash ring, then the next below a load bound",
    source =
        "Fuerst and Sharma, Locality-aware Load-Balancing for Serverless Clusters, HPDC 2022,"
            + " doi 10.1145/3502181.3531459; Mirrokni et al., SODA 2018")
public final class BoundedLoadHashingScorer implements Scorer {

  /**
   * How far above the mean an invoker may be loaded; the authors' published scripts have 1.2 and
   * 1.5.
   */
  private static final double BOUND = 1.2;

  /** Deviation of the noise relative to the bound; the authors' 0.1 at a bound near 1. */
  private static final double NOISE = 0.1;

  /** Scale of the logistic that is within 0.01 of the normal distribution function. */
  private static final double LOGISTIC = 1.702;

  /** Least probability, so that every score is finite; 10,000 of them are still no chance. */
  private static final double LEAST = 1e-30;

  @Override
  public void score(ClusterView view, Action action, Decision decision) {
    int count = decision.count();
    int[] candidates = decision.candidates();
    float[] scores = decision.scores();
    double mean = meanLoad(view);
    int start = firstAtOrAfter(home(view, action), candidates, count);
    double walking = 1;
    for (int k = 0; k < count; k++) {
      int i = start + k < count ? start + k : start + k - count;
      double capacity = Math.ceil(BOUND * mean * view.cores(candidates[i]));
      double room = roomProbability(view.inflight(candidates[i]), capacity);
      scores[i] = (float) (walking * room);
      walking *= 1 - room;
    }
    for (int i = 0; i < count; i++) {
      scores[i] = (float) Math.log(Math.max(scores[i] + walking / count, LEAST));
    }
  }

  /** Activations in flight per core over the usable invokers, the one being decided included. */
  private static double meanLoad(ClusterView view) {
    double inflight = 1;
    double cores = 0;
    for (int i = 0; i < view.size(); i++) {
      if (view.usable(i)) {
        inflight += view.inflight(i);
        cores += view.cores(i);
      }
    }
    return inflight / cores;
  }

  /** Half an activation lies between the last load with room and the first without. */
  private static double roomProbability(int inflight, double capacity) {
    double deviations = (capacity - 0.5 - inflight) / (NOISE * capacity);
    return 1 / (1 + Math.exp(-LOGISTIC * deviations));
  }

  /** The usable invoker whose hash with the action is highest. */
  static int home(ClusterView view, Action action) {
    int home = Decision.NONE;
    long highest = 0;
    for (int i = 0; i < view.size(); i++) {
      if (view.usable(i)) {
        long hash = mix(((long) action.hash() << 32) + i);
        if (home == Decision.NONE || hash > highest) {
          home = i;
          highest = hash;
        }
      }
    }
    return home;
  }

  private static int firstAtOrAfter(int position, int[] candidates, int count) {
    for (int i = 0; i < count; i++) {
      if (candidates[i] >= position) {
        return i;
      }
    }
    return 0;
  }

  /**
   * The finaliser of SplitMix64 (Steele et al., OOPSLA 2014): every input bit moves every other.
   */
  private static long mix(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
