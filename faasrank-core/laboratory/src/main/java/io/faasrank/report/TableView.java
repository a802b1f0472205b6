package io.faasrank.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A table of the HTML report: text, tip and shade of every cell. */
record TableView(List<String> columns, List<ViewRow> rows) {

  /** A deviation of this many percent or points has the full shade. */
  private static final double FULL = 50;

  /** Share of the colour in the darkest cell, so that text stays readable on it. */
  private static final double DARKEST = 60;

  record ViewRow(String policy, String style, List<Cell> cells) {}

  /**
   * A cell.
   *
   * @param shade {@code better}, {@code worse} or empty
   * @param strength of the shade, percent
   * @param tip the interval; empty without one
   */
  record Cell(String text, String shade, long strength, String tip) {}

  /** Without shades. */
  static TableView plain(MetricTable table, Emphasis emphasis) {
    return of(table, emphasis, cell -> 0);
  }

  /** Shaded by the distance to 100. */
  static TableView relative(MetricTable table, Emphasis emphasis) {
    return of(table, emphasis, cell -> cell.value() - 100);
  }

  /** Shaded where the interval excludes 0. */
  static TableView difference(MetricTable table, Emphasis emphasis) {
    return of(table, emphasis, cell -> cell.low() > 0 || cell.high() < 0 ? cell.value() : 0);
  }

  /** How much worse a cell is than neutral; negative if better. */
  @FunctionalInterface
  private interface Badness {
    double of(Interval cell);
  }

  private static TableView of(MetricTable table, Emphasis emphasis, Badness badness) {
    List<ViewRow> rows = new ArrayList<>();
    for (int r = 0; r < table.rows().size(); r++) {
      MetricTable.Row row = table.rows().get(r);
      List<Cell> cells =
          row.cells().stream().map(cell -> cell(table.metric(), cell, badness.of(cell))).toList();
      rows.add(new ViewRow(row.policy().name(), emphasis.style(r), cells));
    }
    return new TableView(table.columns(), rows);
  }

  private static Cell cell(Metric metric, Interval cell, double badness) {
    String shade = badness < 0 ? "better" : badness > 0 ? "worse" : "";
    long strength = Math.round(Math.min(1, Math.abs(badness) / FULL) * DARKEST);
    String tip =
        cell.bounded()
            ? String.format(
                Locale.ROOT,
                "%s to %s %s",
                Numbers.fixed(cell.low(), metric.decimals()),
                Numbers.fixed(cell.high(), metric.decimals()),
                metric.unit())
            : "";
    return new Cell(Numbers.fixed(cell.value(), metric.decimals()), shade, strength, tip);
  }
}
