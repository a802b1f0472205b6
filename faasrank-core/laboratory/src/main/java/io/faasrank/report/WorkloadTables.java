package io.faasrank.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;

/** Builds the tables whose columns are {@code mean} and the workloads. */
final class WorkloadTables {

  /** A statistic of one workload under a draw of repetitions. */
  @FunctionalInterface
  private interface Statistic {
    double of(int workload, int draw);
  }

  private final Evaluation evaluation;
  private final Jackknife jackknife;

  WorkloadTables(Evaluation evaluation, Jackknife jackknife) {
    this.evaluation = evaluation;
    this.jackknife = jackknife;
  }

  /** Mean over repetitions of a number of the cell. */
  MetricTable mean(Metric metric, ToDoubleFunction<CellSummary> number) {
    return table(metric, policy -> Samples.of(evaluation, jackknife, policy, number)::mean);
  }

  /** Mean over repetitions, in percent of the reference's. */
  MetricTable relative(Metric metric, ToDoubleFunction<CellSummary> number) {
    Samples reference = Samples.of(evaluation, jackknife, 0, number);
    return table(
        metric,
        policy -> {
          Samples samples = Samples.of(evaluation, jackknife, policy, number);
          return (w, draw) -> samples.relative(reference, w, draw);
        });
  }

  /**
   * Mean over repetitions minus another policy's, in percent of the reference's.
   *
   * @param others the other policy, for each workload
   */
  MetricTable difference(
      Metric metric, ToDoubleFunction<CellSummary> number, List<Integer> others) {
    Samples reference = Samples.of(evaluation, jackknife, 0, number);
    List<Samples> subtracted =
        others.stream().map(other -> Samples.of(evaluation, jackknife, other, number)).toList();
    return table(
        metric,
        policy -> {
          Samples samples = Samples.of(evaluation, jackknife, policy, number);
          return (w, draw) ->
              samples.relative(reference, w, draw) - subtracted.get(w).relative(reference, w, draw);
        });
  }

  private MetricTable table(Metric metric, IntFunction<Statistic> statistics) {
    List<String> columns = new ArrayList<>(List.of("mean"));
    columns.addAll(evaluation.workloads());
    List<MetricTable.Row> rows = new ArrayList<>();
    for (int p = 0; p < evaluation.policies().size(); p++) {
      Statistic statistic = statistics.apply(p);
      int workloads = evaluation.workloads().size();
      List<Interval> cells = new ArrayList<>();
      cells.add(jackknife.interval(draw -> meanOverWorkloads(statistic, workloads, draw)));
      for (int w = 0; w < workloads; w++) {
        int workload = w;
        cells.add(jackknife.interval(draw -> statistic.of(workload, draw)));
      }
      rows.add(new MetricTable.Row(evaluation.policies().get(p), cells));
    }
    return new MetricTable(metric, columns, rows);
  }

  private static double meanOverWorkloads(Statistic statistic, int workloads, int draw) {
    double sum = 0;
    for (int w = 0; w < workloads; w++) {
      sum += statistic.of(w, draw);
    }
    return sum / workloads;
  }
}
