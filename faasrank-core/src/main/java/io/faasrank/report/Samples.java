package io.faasrank.report;

import java.util.function.ToDoubleFunction;

/**
 * One number per cell of a policy, and the statistics that a {@link Bootstrap} computes from it.
 *
 * @param values by workload, then repetition
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never leaves the package
record Samples(double[][] values) {

  static Samples of(Evaluation evaluation, int policy, ToDoubleFunction<CellSummary> number) {
    double[][] values = new double[evaluation.workloads().size()][evaluation.repetitions()];
    for (int w = 0; w < values.length; w++) {
      for (int r = 0; r < values[w].length; r++) {
        values[w][r] = number.applyAsDouble(evaluation.cell(policy, w, r));
      }
    }
    return new Samples(values);
  }

  int workloads() {
    return values.length;
  }

  double sum(int workload, int[][] draw) {
    double sum = 0;
    for (int repetition : draw[workload]) {
      sum += values[workload][repetition];
    }
    return sum;
  }

  double mean(int workload, int[][] draw) {
    return sum(workload, draw) / draw[workload].length;
  }

  /** Sum over all workloads and their drawn repetitions. */
  double total(int[][] draw) {
    double total = 0;
    for (int w = 0; w < values.length; w++) {
      total += sum(w, draw);
    }
    return total;
  }

  /** Mean over repetitions as a percentage of another's mean over the same repetitions. */
  double relative(Samples reference, int workload, int[][] draw) {
    return 100 * sum(workload, draw) / reference.sum(workload, draw);
  }
}
