package io.faasrank.report;

import java.awt.Color;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * The learning curve (Fig. 5): completion time of every episode, its trend, and the validations. An
 * episode's time depends on its workload above all; the trend is the mean over the last rounds of
 * all workloads on all clusters, in which each has the same weight.
 */
final class LearningCurve {

  private static final int WIDTH = 1000;
  private static final int HEIGHT = 480;

  /** Least share of the training that a point of the trend averages. */
  private static final int TREND_PARTS = 20;

  private static final Color EPISODE = new Color(0xb9c0c8);
  private static final Color TREND = new Color(0x0072b2);
  private static final Color VALIDATION = new Color(0xd55e00);
  private static final Color GRID = new Color(0xdfe3e8);

  private LearningCurve() {}

  /**
   * A PNG image.
   *
   * @param clusters that took turns, one each round of the workloads
   */
  static byte[] png(List<TrainingRow> rows, int clusters) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title("FaaSRank training")
            .xAxisTitle("episodes")
            .yAxisTitle("mean FCT, seconds")
            .build();
    chart.setYAxisGroupTitle(1, "validation, % of hashing");
    XYStyler styler = chart.getStyler();
    styler.setPlotGridLinesColor(GRID);
    styler.setPlotBorderVisible(false);
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setLegendPosition(Styler.LegendPosition.OutsideS);
    styler.setLegendLayout(Styler.LegendLayout.Horizontal);
    styler.setYAxisGroupPosition(1, Styler.YAxisPosition.Right);
    styler.setXAxisMin(0.0);
    // XChart takes ticks from the data where all x values are equally spaced; now they are not, and
    // ticks are round numbers.
    styler.setXAxisMax(rows.get(rows.size() - 1).episode() + 0.5);
    styler.setXAxisDecimalPattern("#,##0");
    styler.setYAxisMin(0, 0.0);
    // of a single validation XChart would make an axis whose only tick is that number
    styler.setYAxisMin(1, 0.0);
    styler.setYAxisDecimalPattern("0.##");
    styler.setMarkerSize(4);
    List<Double> episodes = new ArrayList<>();
    List<Double> seconds = new ArrayList<>();
    List<Double> validatedAt = new ArrayList<>();
    List<Double> percents = new ArrayList<>();
    for (TrainingRow row : rows) {
      episodes.add((double) row.episode());
      seconds.add(row.meanFctSeconds());
      if (row.validated()) {
        validatedAt.add((double) row.episode());
        percents.add(row.validationPercent());
      }
    }
    add(chart, "episode", episodes, seconds, EPISODE, SeriesMarkers.CIRCLE)
        .setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
    int window = window(rows, clusters);
    if (hasTrend(rows, window)) {
      add(
          chart,
          "mean of " + window + " episodes",
          episodes.subList(window - 1, episodes.size()),
          trend(seconds, window),
          TREND,
          SeriesMarkers.NONE);
    }
    if (!percents.isEmpty()) {
      add(chart, "validation", validatedAt, percents, VALIDATION, SeriesMarkers.DIAMOND)
          .setYAxisGroup(1);
    }
    try {
      return ChartEncoder.getBytes(chart, "png");
    } catch (IOException e) {
      throw new UncheckedIOException("drawing into memory", e);
    }
  }

  private static XYSeries add(
      XYChart chart, String name, List<Double> xs, List<Double> ys, Color color, Marker marker) {
    XYSeries series = chart.addSeries(name, xs, ys);
    series.setLineColor(color);
    series.setMarkerColor(color);
    series.setMarker(marker);
    return series;
  }

  /**
   * Whole rounds of all workloads on all clusters, enough for a twentieth of the rows; at most all
   * of them.
   */
  static int window(List<TrainingRow> rows, int clusters) {
    long workloads = rows.stream().map(TrainingRow::workload).distinct().count();
    int first = rows.get(0).update();
    long rollouts = rows.stream().takeWhile(row -> row.update() == first).count();
    int round = (int) (workloads * rollouts * clusters);
    int rounds = Math.max(1, (rows.size() / TREND_PARTS + round - 1) / round);
    return Math.min(rows.size(), rounds * round);
  }

  /** Whether a trend says more than the episodes: not one of a point, nor the episodes again. */
  static boolean hasTrend(List<TrainingRow> rows, int window) {
    return window > 1 && window < rows.size();
  }

  /**
   * Moving means over {@code window} values, the first of them ending at index {@code window - 1}.
   */
  static List<Double> trend(List<Double> values, int window) {
    List<Double> means = new ArrayList<>();
    double sum = 0;
    for (int i = 0; i < values.size(); i++) {
      sum += values.get(i);
      if (i >= window) {
        sum -= values.get(i - window);
      }
      if (i >= window - 1) {
        means.add(sum / window);
      }
    }
    return means;
  }
}
