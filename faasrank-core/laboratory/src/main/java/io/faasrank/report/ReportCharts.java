package io.faasrank.report;

import io.faasrank.report.chart.BarChart;
import io.faasrank.report.chart.ChartSize;
import io.faasrank.report.chart.DotChart;
import io.faasrank.report.chart.LineChart;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Picks from the analysis what each chart of the HTML report shows. */
final class ReportCharts {

  /** Points of a distribution curve: one for every 3 to 4 pixels of the chart. */
  private static final int CURVE_POINTS = 240;

  private final Analysis analysis;
  private final Evaluation evaluation;
  private final Emphasis emphasis;

  ReportCharts(Analysis analysis, Emphasis emphasis) {
    this.analysis = analysis;
    this.evaluation = analysis.evaluation();
    this.emphasis = emphasis;
  }

  /** Table V's column {@code mean}, the least first. */
  List<BarChart> bars() {
    MetricTable table = analysis.table(Metric.RELATIVE);
    List<BarChart.Figure> figures =
        policies()
            .filter(p -> !Double.isNaN(table.total(p).value()))
            .boxed()
            .sorted(Comparator.comparingDouble(p -> table.total(p).value()))
            .map(p -> figure(p, table.total(p)))
            .toList();
    return inEachSize(size -> BarChart.of(figures, size));
  }

  /** A chart for each kind of screen; the style sheet shows the one that fits. */
  static <T> List<T> inEachSize(Function<ChartSize, T> chart) {
    return Stream.of(ChartSize.values()).map(chart).toList();
  }

  private BarChart.Figure figure(int policy, Interval mean) {
    return new BarChart.Figure(
        name(policy), emphasis.style(policy), mean.value(), mean.low(), mean.high());
  }

  /** Table V by workload. */
  List<DotChart> dots() {
    MetricTable table = analysis.table(Metric.RELATIVE);
    List<DotChart.Dots> series = new ArrayList<>();
    for (int p : drawingOrder()) {
      if (p == 0) {
        continue; // the reference is the line at 100
      }
      List<Interval> cells = table.rows().get(p).cells();
      cells = cells.subList(1, cells.size());
      series.add(
          new DotChart.Dots(
              name(p),
              emphasis.style(p),
              emphasis.highlighted(p),
              numbers(cells, Interval::value),
              numbers(cells, Interval::low),
              numbers(cells, Interval::high)));
    }
    return inEachSize(size -> DotChart.of(evaluation.workloads(), series, size));
  }

  /** In-flight invocations each second in the first repetition; the highlighted policies only. */
  List<LineChart> inFlight(int workload) {
    List<LineChart.Curve> series = new ArrayList<>();
    int end = 1;
    int most = 1;
    for (int p : drawingOrder()) {
      if (!emphasis.highlighted(p)) {
        continue;
      }
      InFlight inFlight = evaluation.cell(p, workload, 0).inFlight();
      List<Double> xs = new ArrayList<>();
      List<Double> ys = new ArrayList<>();
      for (int second = 0; second <= Math.ceil(inFlight.endSeconds()); second++) {
        xs.add((double) second);
        ys.add((double) inFlight.at(second));
        most = Math.max(most, inFlight.at(second));
        end = Math.max(end, second);
      }
      series.add(new LineChart.Curve(name(p), emphasis.style(p), xs, ys));
    }
    int endX = end;
    int endY = most;
    return inEachSize(
        size -> LineChart.of(series, endX, endY, "seconds", "invocations in flight", size));
  }

  /** Distribution of completion times up to the longest 99th percentile of the highlighted. */
  List<LineChart> distribution() {
    List<LineChart.Curve> series = new ArrayList<>();
    double end = 0;
    for (int p : drawingOrder()) {
      double[] times = pooled(p);
      if (times.length == 0) {
        continue;
      }
      List<Double> xs = new ArrayList<>();
      List<Double> ys = new ArrayList<>();
      for (int i = 0; i <= CURVE_POINTS; i++) {
        double share = i / (double) CURVE_POINTS;
        xs.add(times[(int) Math.round(share * (times.length - 1))]);
        ys.add(100 * share);
      }
      if (emphasis.highlighted(p)) {
        end = Math.max(end, times[(int) Math.round(0.99 * (times.length - 1))]);
      }
      series.add(new LineChart.Curve(name(p), emphasis.style(p), xs, ys));
    }
    double endX = Math.max(end, 1e-3);
    return inEachSize(
        size -> LineChart.of(series, endX, 100, "FCT, seconds", "% of activations", size));
  }

  private double[] pooled(int policy) {
    return evaluation.cells().stream()
        .filter(cell -> cell.policy() == policy && cell.activations() > 0)
        .flatMap(cell -> cell.percentiles().stream())
        .mapToDouble(Double::doubleValue)
        .sorted()
        .toArray();
  }

  /** Plain ones first, so that the highlighted are drawn over them; the best learned one last. */
  private List<Integer> drawingOrder() {
    return policies()
        .boxed()
        .sorted(
            Comparator.<Integer>comparingInt(p -> emphasis.highlighted(p) ? 1 : 0)
                .thenComparingInt(p -> analysis.bestLearned().orElse(-1) == p ? 1 : 0))
        .toList();
  }

  private IntStream policies() {
    return IntStream.range(0, evaluation.policies().size());
  }

  private String name(int policy) {
    return evaluation.policies().get(policy).name();
  }

  private static List<Double> numbers(List<Interval> cells, ToDoubleFunction<Interval> number) {
    return cells.stream().mapToDouble(number).boxed().toList();
  }
}
