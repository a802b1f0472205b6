package io.faasrank.report;

import io.faasrank.report.chart.BarChart;
import io.faasrank.report.chart.DotChart;
import io.faasrank.report.chart.LineChart;
import io.faasrank.report.placement.PlacementMap;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The analysis as one HTML page: charts as inline SVG, so that it follows the reader's light or
 * dark setting, needs no font of the machine that writes it, and opens without a network.
 */
final class HtmlReport {

  /** The tables that are not folded away. */
  private static final List<Metric> SHOWN =
      List.of(Metric.RELATIVE, Metric.DIFFERENCE, Metric.FUNCTION_RELATIVE);

  private HtmlReport() {}

  static void write(Analysis analysis, Writer out) throws IOException {
    Templates.write("report", page(analysis), out);
  }

  private static ReportPage page(Analysis analysis) {
    Evaluation evaluation = analysis.evaluation();
    Provenance provenance = evaluation.provenance();
    Emphasis emphasis = new Emphasis(analysis);
    ReportCharts charts = new ReportCharts(analysis, emphasis);
    int last = evaluation.workloads().size() - 1;
    return new ReportPage(
        Numbers.count(evaluation.policies().size(), "scheduler"),
        Numbers.count(evaluation.workloads().size(), "workload"),
        Numbers.count(evaluation.repetitions(), "repetition"),
        new Headline(analysis).cards(),
        charts.bars(),
        legend(evaluation, emphasis, p -> true),
        charts.dots(),
        TableView.relative(analysis.table(Metric.RELATIVE), emphasis),
        difference(analysis, emphasis),
        evaluation.workloads().get(last),
        new Legend(legend(evaluation, emphasis, emphasis::highlighted)),
        charts.inFlight(last),
        map(analysis, emphasis, evaluation.workloads().get(last)),
        charts.distribution(),
        TableView.relative(analysis.table(Metric.FUNCTION_RELATIVE), emphasis),
        others(analysis, emphasis),
        evaluation.remarks().unsound(),
        evaluation.remarks().notes(),
        provenance.command(),
        provenance.seed(),
        provenance.dataSet(),
        provenance.cluster(),
        provenance.origin(),
        evaluation.repetitions() < Jackknife.LEAST_REPETITIONS,
        Jackknife.LEAST_REPETITIONS);
  }

  private static List<Label> legend(Evaluation evaluation, Emphasis emphasis, IntPredicate drawn) {
    Map<String, Label> labels = new LinkedHashMap<>();
    for (int p = 0; p < evaluation.policies().size(); p++) {
      String style = emphasis.style(p);
      String name = emphasis.named(p) ? evaluation.policies().get(p).name() : "others";
      if (drawn.test(p)) {
        labels.putIfAbsent(name, new Label(style, name));
      }
    }
    return List.copyOf(labels.values());
  }

  /** Hashing beside the best learned policy, or the best rule where there is none. */
  private static @Nullable MapView map(Analysis analysis, Emphasis emphasis, String workload) {
    List<PlacementMap.Scheduler> schedulers = new ArrayList<>();
    OptionalInt best =
        analysis.bestLearned().isPresent() ? analysis.bestLearned() : analysis.bestHeuristic();
    for (int policy : best.isPresent() ? new int[] {0, best.getAsInt()} : new int[] {0}) {
      String name = analysis.evaluation().policies().get(policy).name();
      analysis
          .records()
          .of(name, workload, 0, EpisodeRecords.SOME)
          .map(record -> new PlacementMap.Scheduler(name, emphasis.style(policy), record))
          .ifPresent(schedulers::add);
    }
    if (schedulers.isEmpty()) {
      return null;
    }
    PlacementMap map = new PlacementMap(schedulers);
    return new MapView(workload, map.rowMeans(), map.json());
  }

  private static @Nullable TableView difference(Analysis analysis, Emphasis emphasis) {
    return analysis.bestHeuristic().isPresent()
        ? TableView.difference(analysis.table(Metric.DIFFERENCE), emphasis)
        : null;
  }

  private static List<Titled> others(Analysis analysis, Emphasis emphasis) {
    return analysis.tables().stream()
        .filter(table -> !SHOWN.contains(table.metric()))
        .map(
            table ->
                new Titled(
                    table.metric().title() + ", " + table.metric().unit(),
                    TableView.plain(table, emphasis)))
        .toList();
  }

  /** What the page's template names. */
  record ReportPage(
      String schedulers,
      String workloads,
      String repetitions,
      List<Headline.Card> cards,
      List<BarChart> bars,
      List<Label> legend,
      List<DotChart> dots,
      TableView relative,
      @Nullable TableView difference,
      String seriesWorkload,
      Legend seriesLegend,
      List<LineChart> series,
      @Nullable MapView map,
      List<LineChart> distribution,
      TableView fairness,
      List<Titled> others,
      List<String> unsound,
      List<String> notes,
      String command,
      long seed,
      String dataSet,
      String cluster,
      Origin origin,
      boolean tooFew,
      int leastRepetitions) {}

  /** The placement map and its words. */
  record MapView(String workload, String rowMeans, String data) {}

  /** An entry of the legend. */
  record Label(String style, String label) {}

  /** A legend in place of the page's. */
  record Legend(List<Label> legend) {}

  /** A folded table. */
  record Titled(String title, TableView table) {}
}
