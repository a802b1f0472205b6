package io.faasrank.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * Builds the tables whose columns are functions (Table IV). A function's mean is over all of its
 * activations in all workloads and repetitions; the paper does not say whether it weighs workloads
 * by their calls. The column {@code worst} is the largest of the functions' values and has no
 * interval: the largest of several estimates is biased upwards.
 */
final class FunctionTables {

  private final Evaluation evaluation;
  private final Jackknife jackknife;
  private final List<List<Means>> means = new ArrayList<>();

  FunctionTables(Evaluation evaluation, Jackknife jackknife) {
    this.evaluation = evaluation;
    this.jackknife = jackknife;
    for (int p = 0; p < evaluation.policies().size(); p++) {
      List<Means> row = new ArrayList<>();
      for (int f = 0; f < evaluation.functions().size(); f++) {
        int function = f;
        row.add(
            new Means(
                Samples.of(evaluation, jackknife, p, cell -> cell.functionSeconds().get(function)),
                Samples.of(evaluation, jackknife, p, cell -> cell.functionCalls().get(function))));
      }
      means.add(row);
    }
  }

  MetricTable seconds() {
    return table(Metric.FUNCTION_SECONDS, (own, reference) -> jackknife.interval(own::of));
  }

  MetricTable relative() {
    return table(
        Metric.FUNCTION_RELATIVE,
        (own, reference) -> jackknife.interval(draw -> 100 * own.of(draw) / reference.of(draw)));
  }

  private MetricTable table(Metric metric, BiFunction<Means, Means, Interval> interval) {
    List<String> columns = new ArrayList<>(List.of("worst"));
    columns.addAll(evaluation.functions());
    List<MetricTable.Row> rows = new ArrayList<>();
    for (int p = 0; p < means.size(); p++) {
      List<Interval> cells = new ArrayList<>();
      for (int f = 0; f < evaluation.functions().size(); f++) {
        cells.add(interval.apply(means.get(p).get(f), means.get(0).get(f)));
      }
      double worst =
          cells.stream()
              .mapToDouble(Interval::value)
              .filter(x -> !Double.isNaN(x))
              .max()
              .orElse(Double.NaN);
      cells.add(0, Interval.point(worst));
      rows.add(new MetricTable.Row(evaluation.policies().get(p), cells));
    }
    return new MetricTable(metric, columns, rows);
  }

  /** Seconds and calls of one function under one policy. */
  private record Means(Samples seconds, Samples calls) {

    double of(int draw) {
      return seconds.total(draw) / calls.total(draw);
    }
  }
}
