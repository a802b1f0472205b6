package io.faasrank.report;

import java.util.function.ToDoubleFunction;

/**
 * One number per episode of a policy, as the sums over each draw's repetitions: what means, ratios
 * and their intervals are computed from.
 */
final class Samples {

  private final double[][] sums;
  private final int repetitions;

  private Samples(double[][] sums, int repetitions) {
    this.sums = sums;
    this.repetitions = repetitions;
  }

  static Samples of(
      Evaluation evaluation,
      Jackknife jackknife,
      int policy,
      ToDoubleFunction<CellSummary> number) {
    double[][] values = new double[evaluation.workloads().size()][evaluation.repetitions()];
    for (int w = 0; w < values.length; w++) {
      for (int r = 0; r < values[w].length; r++) {
        values[w][r] = number.applyAsDouble(evaluation.cell(policy, w, r));
      }
    }
    return new Samples(jackknife.sums(values), evaluation.repetitions());
  }

  /** Mean over a workload's repetitions. */
  double mean(int workload, int draw) {
    return sums[workload][draw] / repetitions;
  }

  /** Mean over a workload's repetitions, in percent of another's over the same repetitions. */
  double relative(Samples reference, int workload, int draw) {
    return 100 * sums[workload][draw] / reference.sums[workload][draw];
  }

  /** Sum over all workloads and repetitions. */
  double total(int draw) {
    double total = 0;
    for (double[] workload : sums) {
      total += workload[draw];
    }
    return total;
  }
}
