package io.faasrank.report.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A line per workload with a dot per policy; highlighted ones also show their interval. What lies
 * beyond {@link #MOST}, or an interval's end below 0, is drawn at the edge with an arrow.
 */
public record DotChart(
    String size,
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

  /** Width of a letter of a workload's name. */
  private static final double NAME = 9;

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

  /**
   * A dot's pixels.
   *
   * @param cutLow whether its interval goes on to the left of the chart
   * @param cutHigh whether it, or its interval, goes on to the right
   */
  record Dot(
      String style,
      double x,
      double radius,
      boolean interval,
      double low,
      double high,
      boolean cutLow,
      boolean cutHigh,
      String tip) {}

  /** Lays out rows in the given order; later series are drawn over earlier ones. */
  public static DotChart of(List<String> rows, List<Dots> series, ChartSize size) {
    double least = 100;
    double most = 105;
    for (Dots one : series) {
      for (double value : drawn(one)) {
        least = Double.isNaN(value) ? least : Math.min(least, value);
        most = Double.isNaN(value) ? most : Math.max(most, value);
      }
    }
    double low = Math.max(0, 10 * Math.floor((least - 4) / 10));
    double high = Math.min(MOST, 10 * Math.ceil((most + 2) / 10));
    double left = 16 + NAME * rows.stream().mapToInt(String::length).max().orElse(0);
    double right = size.width() - RIGHT;
    Scale scale = new Scale(low, high, left, right);
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
        size.style(),
        size.width(),
        bottom + AXIS,
        left,
        right,
        bottom,
        scale.at(100),
        lines,
        scale.ticks(size.ticks()));
  }

  /** Every value that shall be on the chart: dots, and the ends of intervals. */
  private static List<Double> drawn(Dots series) {
    List<Double> all = new ArrayList<>(series.values());
    if (series.highlighted()) {
      all.addAll(series.lows());
      all.addAll(series.highs());
    }
    return all;
  }

  private static Dot dot(Dots series, int row, Scale scale, String name) {
    double value = series.values().get(row);
    double low = series.lows().get(row);
    double high = series.highs().get(row);
    boolean interval = series.highlighted() && !Double.isNaN(low);
    return new Dot(
        series.style(),
        scale.at(value),
        series.highlighted() ? 6 : 4,
        interval,
        scale.at(low),
        scale.at(high),
        interval && low < scale.low(),
        value > scale.high() || (interval && high > scale.high()),
        String.format(Locale.ROOT, "%s on %s: %.1f %%", series.label(), name, value)
            + (interval ? String.format(Locale.ROOT, " [%.1f, %.1f]", low, high) : ""));
  }
}
