package io.faasrank.report.chart;

/**
 * For which screens a chart is laid out. A page holds every chart in both sizes and shows the one
 * that fits, so that text has the size of text on a telephone too.
 */
public enum ChartSize {
  /** From 640 pixels on. */
  WIDE("wide", 860, 10),
  /** Below. */
  NARROW("narrow", 360, 5);

  private final String style;
  private final double width;
  private final int ticks;

  ChartSize(String style, double width, int ticks) {
    this.style = style;
    this.width = width;
    this.ticks = ticks;
  }

  /** Class in the style sheet. */
  String style() {
    return style;
  }

  /** In pixels of the chart, which are about those of the screen. */
  double width() {
    return width;
  }

  /** About so many ticks on the horizontal axis. */
  int ticks() {
    return ticks;
  }
}
