package io.faasrank.report;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Whether a training's episodes became shorter: the mean FCT of the last quarter of the episodes
 * over that of the first, as the ratio of geometric means, each episode relative to the mean of its
 * workload. The interval is Welch's, of the logarithms, at 95 %.
 *
 * <pre>
 * d        = mean of the last quarter - mean of the first
 * s        = V_first / n + V_last / n                      V a quarter's variance
 * interval = exp(d +- t(0.025, f) x sqrt(s))
 * f        = s^2 (n - 1) / ((V_first / n)^2 + (V_last / n)^2)
 * </pre>
 *
 * @param each episodes of a quarter; fewer than {@link #LEAST} have no interval
 * @param firstSeconds mean FCT of the first quarter
 * @param lastSeconds mean FCT of the last quarter
 * @param ratio of the last to the first
 */
public record EpisodeTrend(int each, double firstSeconds, double lastSeconds, Interval ratio) {

  /** With fewer episodes in a quarter there are too few to tell. */
  public static final int LEAST = 3;

  private static final double TAIL = 0.025;

  /** The trend of a training with at least one episode. */
  public static EpisodeTrend of(List<TrainingRow> rows) {
    int each = Math.max(1, rows.size() / 4);
    List<TrainingRow> first = rows.subList(0, each);
    List<TrainingRow> last = rows.subList(rows.size() - each, rows.size());
    Map<String, Double> usual =
        rows.stream()
            .collect(
                Collectors.groupingBy(
                    TrainingRow::workload, Collectors.averagingDouble(EpisodeTrend::log)));
    double[] before = relative(first, usual);
    double[] after = relative(last, usual);
    return new EpisodeTrend(each, seconds(first), seconds(last), ratio(before, after));
  }

  /** Whether the episodes became shorter beyond chance. */
  public boolean fell() {
    return ratio.high() < 1;
  }

  private static double log(TrainingRow row) {
    return Math.log(row.meanFctSeconds());
  }

  private static double[] relative(List<TrainingRow> rows, Map<String, Double> usual) {
    return rows.stream()
        .mapToDouble(row -> log(row) - usual.getOrDefault(row.workload(), 0.0))
        .toArray();
  }

  private static double seconds(List<TrainingRow> rows) {
    return rows.stream().mapToDouble(TrainingRow::meanFctSeconds).average().orElse(Double.NaN);
  }

  private static Interval ratio(double[] before, double[] after) {
    double d = mean(after) - mean(before);
    int n = before.length;
    if (n < LEAST) {
      return Interval.point(Math.exp(d));
    }
    double a = variance(before) / n;
    double b = variance(after) / n;
    if (a + b == 0) {
      return new Interval(Math.exp(d), Math.exp(d), Math.exp(d));
    }
    double freedom = (a + b) * (a + b) * (n - 1) / (a * a + b * b);
    double half = TDistribution.of(freedom).inverseSurvivalProbability(TAIL) * Math.sqrt(a + b);
    return new Interval(Math.exp(d), Math.exp(d - half), Math.exp(d + half));
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static double variance(double[] values) {
    double mean = mean(values);
    double sum = 0;
    for (double value : values) {
      sum += (value - mean) * (value - mean);
    }
    return sum / (values.length - 1);
  }
}
