package io.faasrank.learn;

import io.faasrank.workload.Arrival;
import io.faasrank.workload.FunctionProfile;
import io.faasrank.workload.Seeds;
import io.faasrank.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A twin with the record that it was estimated from.
 *
 * @param workSeconds by activation of the record, what its run would have taken on an idle invoker;
 *     NaN where unknown
 * @param cost of the fit; of twins of the same record the one with the least suits best
 */
@SuppressWarnings("ArrayRecordComponent") // read only, and never compared
public record TwinEstimate(Twin twin, ClusterRecord record, double[] workSeconds, double cost) {

  private static final long UNKNOWN = Seeds.key("unknown run times");
  private static final long DELAYS = Seeds.key("delays of arrivals");

  /** Shortest delay, in seconds: records have milliseconds. Chosen. */
  private static final double LEAST_DELAY = 0.005;

  /**
   * Arrivals of the record as they were, each with its own run time where that is known, else one
   * drawn by its function's variation. Each is late by a random part of the way to an invoker and
   * back, which nobody can know more exactly.
   *
   * @param from index of the first activation
   * @param to index after the last
   */
  Workload arrivals(int from, int to, long seed) {
    double delay = Math.max(LEAST_DELAY, twin.overheadSeconds());
    List<FunctionProfile> profiles = twin.profiles();
    List<RecordedActivation> all = record.activations();
    double start = all.get(from).placedSeconds();
    List<Arrival> arrivals = new ArrayList<>(to - from);
    double last = 0;
    for (int i = from; i < to; i++) {
      RecordedActivation each = all.get(i);
      double late = delay * Seeds.generator(DELAYS, seed, i).nextDouble();
      last = Math.max(last, each.placedSeconds() - start + late);
      arrivals.add(new Arrival(last, each.action(), factor(i, profiles, seed)));
    }
    return new Workload("recorded", profiles, arrivals);
  }

  /** Run time of an activation relative to its function's mean. */
  double factor(int activation, List<FunctionProfile> profiles, long seed) {
    FunctionProfile function = profiles.get(record.activations().get(activation).action());
    double work = workSeconds[activation];
    if (!Double.isNaN(work)) {
      return Math.max(5e-4, work) / function.warmSeconds();
    }
    return drawn(function, Seeds.generator(UNKNOWN, seed, activation));
  }

  /** A factor drawn by the function's variation: lognormal, mean 1. */
  static double drawn(FunctionProfile function, RandomGenerator random) {
    double variance = Math.log1p(function.durationCv() * function.durationCv());
    return Math.exp(Math.sqrt(variance) * random.nextGaussian() - variance / 2);
  }
}
