package io.faasrank.report.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Horizontal bars with intervals, one per policy, and a line at the reference.
 *
 * @param through whether grid lines may go from top to bottom, or text would lie over them
 * @param baseline pixel of the reference's 100
 */
public record BarChart(
    String size,
    boolean through,
    double width,
    double height,
    double left,
    double bottom,
    double baseline,
    List<Bar> bars,
    List<Scale.Tick> ticks) {

  private static final double LEFT = 170;
  private static final double RIGHT = 140;
  private static final double ROW = 26;

  /** In a narrow chart the bar stands below its name and figure. */
  private static final double NARROW_ROW = 42;

  private static final double NARROW_LEFT = 6;
  private static final double NARROW_RIGHT = 12;
  private static final double BAR = 16;
  private static final double AXIS = 28;

  /**
   * A figure to draw.
   *
   * @param style class in the style sheet
   * @param value ends at this value; {@code low} and {@code high} may be NaN
   */
  public record Figure(String label, String style, double value, double low, double high) {}

  /**
   * A bar's pixels.
   *
   * @param cut where the interval goes on beyond the chart, its pixel
   */
  record Bar(
      String label,
      String style,
      double y,
      double barHeight,
      double barWidth,
      boolean bounded,
      double middle,
      double low,
      double high,
      boolean cut,
      double nameX,
      double textY,
      String nameAnchor,
      double textX,
      String textAnchor,
      String text) {}

  /** Lays out the figures in the given order; they must be numbers. */
  public static BarChart of(List<Figure> figures, ChartSize size) {
    double most = 100;
    for (Figure figure : figures) {
      most = Math.max(most, Math.max(figure.value(), number(figure.high(), figure.value())));
    }
    boolean wide = size == ChartSize.WIDE;
    double left = wide ? LEFT : NARROW_LEFT;
    Scale scale =
        new Scale(0, most, left, wide ? size.width() - RIGHT : size.width() - NARROW_RIGHT);
    double row = wide ? ROW : NARROW_ROW;
    List<Bar> bars = new ArrayList<>();
    for (int i = 0; i < figures.size(); i++) {
      double y = wide ? i * row + (row - BAR) / 2 : (i + 1) * row - BAR - 4;
      bars.add(bar(figures.get(i), scale, y, size));
    }
    double bottom = figures.size() * row;
    return new BarChart(
        size.style(),
        wide,
        size.width(),
        bottom + AXIS,
        left,
        bottom,
        scale.at(100),
        bars,
        scale.ticks(size.ticks()));
  }

  /** The figure stands right of all bars, so that it never lies over the line at 100. */
  private static Bar bar(Figure figure, Scale scale, double y, ChartSize size) {
    boolean wide = size == ChartSize.WIDE;
    boolean bounded = !Double.isNaN(figure.low()) && !Double.isNaN(figure.high());
    String text = String.format(Locale.ROOT, "%.1f", figure.value());
    if (bounded) {
      text += String.format(Locale.ROOT, "  [%.1f, %.1f]", figure.low(), figure.high());
    }
    return new Bar(
        figure.label(),
        figure.style(),
        y,
        BAR,
        Scale.pixel(scale.at(figure.value()) - scale.from()),
        bounded,
        y + BAR / 2,
        scale.at(number(figure.low(), figure.value())),
        scale.at(number(figure.high(), figure.value())),
        bounded && figure.low() < scale.low(),
        wide ? LEFT - 10 : 0,
        wide ? y + BAR / 2 : y - 9,
        wide ? "end" : "start",
        wide ? size.width() - RIGHT + 8 : size.width(),
        wide ? "start" : "end",
        text);
  }

  private static double number(double value, double otherwise) {
    return Double.isNaN(value) ? otherwise : value;
  }
}
