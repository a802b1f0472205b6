package io.faasrank.report.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Horizontal bars with intervals, one per policy, and a line at the reference.
 *
 * @param baseline pixel of the reference's 100
 */
public record BarChart(
    double width,
    double height,
    double left,
    double bottom,
    double baseline,
    List<Bar> bars,
    List<Scale.Tick> ticks) {

  private static final double WIDTH = 860;
  private static final double LEFT = 170;
  private static final double RIGHT = 165;
  private static final double ROW = 26;
  private static final double BAR = 16;
  private static final double AXIS = 28;

  /**
   * A figure to draw.
   *
   * @param style class in the style sheet
   * @param value ends at this value; {@code low} and {@code high} may be NaN
   */
  public record Figure(String label, String style, double value, double low, double high) {}

  /** A bar's pixels. */
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
      double textX,
      String text) {}

  /** Lays out the figures in the given order; they must be numbers. */
  public static BarChart of(List<Figure> figures) {
    double most = 100;
    for (Figure figure : figures) {
      most = Math.max(most, Math.max(figure.value(), number(figure.high(), figure.value())));
    }
    Scale scale = new Scale(0, most, LEFT, WIDTH - RIGHT);
    List<Bar> bars = new ArrayList<>();
    for (int i = 0; i < figures.size(); i++) {
      bars.add(bar(figures.get(i), scale, i * ROW + (ROW - BAR) / 2));
    }
    double bottom = figures.size() * ROW;
    return new BarChart(WIDTH, bottom + AXIS, LEFT, bottom, scale.at(100), bars, scale.ticks(8));
  }

  private static Bar bar(Figure figure, Scale scale, double y) {
    double end = scale.at(number(figure.high(), figure.value()));
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
        Scale.pixel(scale.at(figure.value()) - LEFT),
        bounded,
        y + BAR / 2,
        scale.at(number(figure.low(), figure.value())),
        end,
        end + 8,
        text);
  }

  private static double number(double value, double otherwise) {
    return Double.isNaN(value) ? otherwise : value;
  }
}
