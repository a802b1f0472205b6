package io.faasrank.report;

import java.util.List;

/**
 * One metric of every policy.
 *
 * @param columns {@code mean} and the workloads; or {@code worst} and the functions
 * @param rows one per policy, in the evaluation's order
 */
public record MetricTable(Metric metric, List<String> columns, List<Row> rows) {

  public MetricTable {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
  }

  /**
   * A policy's figures.
   *
   * @param cells one per column
   */
  public record Row(EvaluatedPolicy policy, List<Interval> cells) {

    public Row {
      cells = List.copyOf(cells);
    }
  }

  /** The first cell of a row: the mean over workloads, or the worst function. */
  public Interval total(int row) {
    return rows.get(row).cells().get(0);
  }
}
