package io.faasrank.report.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A line per workload with a dot per policy; highlighted ones also show their interval. Dots beyond
 * {@link #MOST} are drawn at the edge.
 */
public record DotChart(
    double width,
    double height,
    double left,
    double right,
    double bottom,
    double baseline,
    List<DotRow> lines,
    List<Scale.Tick> ticks) {

  /** Twice the reference: what is worse need not be read exactly. */
  private static final double MOST = 200;

  private static final double WIDTH = 860;
  private static final double LEFT = 60;
  private static final double RIGHT = 20;
  private static final double ROW = 30;
  private static final double AXIS = 28;

  /** A policy's figures, one per row of the chart. */
  public record Dots(
      String label,
      String style,
      boolean highlighted,
      List<Double> values,
      List<Double> lows,
      List<Double> highs) {}

  /** One row. */
  record DotRow(String label, double y, List<Dot> dots) {}

  /** A dot's pixels. */
  record Dot(
      String style,
      double x,
      double radius,
      boolean interval,
      double low,
      double high,
      String tip) {}

  /** Lays out rows in the given order; later series are drawn over earlier ones. */
  public static DotChart of(List<String> rows, List<Dots> series) {
    double least = 100;
    double most = 105;
    for (Dots one : series) {
      for (double value : one.values()) {
        least = Double.isNaN(value) ? least : Math.min(least, value);
        most = Double.isNaN(value) ? most : Math.max(most, value);
      }
    }
    double low = Math.max(0, 10 * Math.floor((least - 4) / 10));
    double high = Math.min(MOST, 10 * Math.ceil((most + 2) / 10));
    Scale scale = new Scale(low, high, LEFT, WIDTH - RIGHT);
    List<DotRow> lines = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      List<Dot> dots = new ArrayList<>();
      for (Dots one : series) {
        if (!Double.isNaN(one.values().get(i))) {
          dots.add(dot(one, i, scale, rows.get(i)));
        }
      }
      lines.add(new DotRow(rows.get(i), (i + 0.5) * ROW, dots));
    }
    double bottom = rows.size() * ROW;
    return new DotChart(
        WIDTH, bottom + AXIS, LEFT, WIDTH - RIGHT, bottom, scale.at(100), lines, scale.ticks(10));
  }

  private static Dot dot(Dots series, int row, Scale scale, String name) {
    double value = series.values().get(row);
    return new Dot(
        series.style(),
        scale.at(value),
        series.highlighted() ? 6 : 4,
        series.highlighted() && !Double.isNaN(series.lows().get(row)),
        scale.at(series.lows().get(row)),
        scale.at(series.highs().get(row)),
        String.format(Locale.ROOT, "%s on %s: %.1f %%", series.label(), name, value));
  }
}
