package io.faasrank.report;

import io.faasrank.report.chart.LineChart;
import java.util.ArrayList;
import java.util.List;

/** The charts of the training page, which follow the reader's light or dark setting. */
final class TrainingCharts {

  private TrainingCharts() {}

  /**
   * Completion time of every episode and its trend, where it has one.
   *
   * @param window episodes that a point of the trend averages
   */
  static List<LineChart> episodes(List<TrainingRow> rows, int window) {
    List<Double> episodes = rows.stream().map(row -> (double) row.episode()).toList();
    List<Double> seconds = rows.stream().map(TrainingRow::meanFctSeconds).toList();
    List<LineChart.Curve> curves = new ArrayList<>();
    curves.add(new LineChart.Curve("episode", "heuristic", episodes, seconds));
    if (LearningCurve.hasTrend(rows, window)) {
      curves.add(
          new LineChart.Curve(
              "mean of " + window + " episodes",
              "learned",
              episodes.subList(window - 1, episodes.size()),
              LearningCurve.trend(seconds, window)));
    }
    return charts(curves, seconds, "mean FCT, seconds");
  }

  /** The validations; none where fewer than two were made. */
  static List<LineChart> validations(List<TrainingRow> rows) {
    List<TrainingRow> validated = rows.stream().filter(TrainingRow::validated).toList();
    if (validated.size() < 2) {
      return List.of();
    }
    List<Double> percents = validated.stream().map(TrainingRow::validationPercent).toList();
    return charts(
        List.of(
            new LineChart.Curve(
                "validation",
                "best",
                validated.stream().map(row -> (double) row.episode()).toList(),
                percents)),
        percents,
        "validation, % of hashing");
  }

  private static List<LineChart> charts(
      List<LineChart.Curve> curves, List<Double> values, String title) {
    double end = 1;
    for (LineChart.Curve curve : curves) {
      end = Math.max(end, curve.xs().get(curve.xs().size() - 1));
    }
    double endX = end;
    double most =
        values.stream().mapToDouble(Double::doubleValue).filter(Double::isFinite).max().orElse(1);
    return ReportCharts.inEachSize(
        size -> LineChart.of(curves, endX, Math.max(most, 1e-3), "episodes", title, size));
  }
}
