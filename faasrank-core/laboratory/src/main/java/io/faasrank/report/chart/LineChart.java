package io.faasrank.report.chart;

import java.util.ArrayList;
import java.util.List;

/** Lines over a common x axis that starts at 0. */
public record LineChart(
    String size,
    double width,
    double height,
    double left,
    double right,
    double bottom,
    List<DrawnCurve> lines,
    List<Scale.Tick> horizontal,
    List<Scale.Tick> vertical,
    String horizontalTitle,
    String verticalTitle) {

  private static final double HEIGHT = 330;
  private static final double LEFT = 52;
  private static final double RIGHT = 16;
  private static final double TOP = 24;
  private static final double AXIS = 40;

  /**
   * A line to draw.
   *
   * @param xs ascending; beyond {@code endX} nothing is drawn
   */
  public record Curve(String label, String style, List<Double> xs, List<Double> ys) {}

  /** An SVG path. */
  record DrawnCurve(String label, String style, String path) {}

  /** Lays out the series; later ones are drawn over earlier ones. */
  public static LineChart of(
      List<Curve> series,
      double endX,
      double endY,
      String horizontalTitle,
      String verticalTitle,
      ChartSize size) {
    Scale x = new Scale(0, endX, LEFT, size.width() - RIGHT);
    Scale y = new Scale(0, endY, HEIGHT - AXIS, TOP);
    List<DrawnCurve> lines = new ArrayList<>();
    for (Curve one : series) {
      lines.add(new DrawnCurve(one.label(), one.style(), path(one, x, y)));
    }
    return new LineChart(
        size.style(),
        size.width(),
        HEIGHT,
        LEFT,
        size.width() - RIGHT,
        HEIGHT - AXIS,
        lines,
        x.ticks(size.ticks()),
        y.ticks(6),
        horizontalTitle,
        verticalTitle);
  }

  private static String path(Curve series, Scale x, Scale y) {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < series.xs().size() && series.xs().get(i) <= x.high(); i++) {
      path.append(i == 0 ? 'M' : 'L')
          .append(x.at(series.xs().get(i)))
          .append(',')
          .append(y.at(series.ys().get(i)));
    }
    return path.toString();
  }
}
