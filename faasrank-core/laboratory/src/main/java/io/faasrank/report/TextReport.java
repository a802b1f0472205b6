package io.faasrank.report;

import io.faasrank.workload.PaperTable5;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The analysis as aligned text: Table V with its intervals, seconds, a line per policy with tails,
 * cold starts, queueing and in-flight invocations, and Table IV.
 */
final class TextReport {

  private static final List<SummaryColumn> SUMMARY =
      List.of(
          new SummaryColumn(Metric.P50, "p50 s"),
          new SummaryColumn(Metric.P95, "p95 s"),
          new SummaryColumn(Metric.P99, "p99 s"),
          new SummaryColumn(Metric.COLD, "cold %"),
          new SummaryColumn(Metric.FAILED, "failed %"),
          new SummaryColumn(Metric.QUEUE, "queue s"),
          new SummaryColumn(Metric.TIME_FEWER, "time fewer %"),
          new SummaryColumn(Metric.AREA, "area %"),
          new SummaryColumn(Metric.AREA_FEWER, "area fewer %"));

  /** Columns of values that a table has at most; as wide as a screen's line. */
  private static final int MOST_COLUMNS = 25;

  private final Analysis analysis;
  private final Writer out;

  private TextReport(Analysis analysis, Writer out) {
    this.analysis = analysis;
    this.out = out;
  }

  private record SummaryColumn(Metric metric, String header) {}

  static void write(Analysis analysis, Writer out) throws IOException {
    new TextReport(analysis, out).write();
    out.flush();
  }

  private void write() throws IOException {
    Evaluation evaluation = analysis.evaluation();
    section("Mean FCT, % of hashing (lower is better)", Metric.RELATIVE);
    if (evaluation.repetitions() >= Jackknife.LEAST_REPETITIONS) {
      intervals();
    } else {
      out.write(
          "Too few repetitions to tell a difference from chance: "
              + evaluation.repetitions()
              + ", intervals need "
              + Jackknife.LEAST_REPETITIONS
              + "\n\n");
    }
    if (analysis.bestHeuristic().isPresent()) {
      differences();
    }
    besideThePaper();
    section("Mean FCT, s", Metric.SECONDS);
    summary();
    section(functionsTitle(evaluation.functions().size()), Metric.FUNCTION_RELATIVE);
    Provenance provenance = evaluation.provenance();
    out.write("data     " + provenance.dataSet() + "\n");
    out.write("cluster  " + provenance.cluster() + "\n");
    out.write(
        "seed     "
            + provenance.seed()
            + ", "
            + Numbers.count(evaluation.repetitions(), "repetition")
            + "\n");
    for (String remark : evaluation.remarks().lines()) {
      out.write(remark + "\n");
    }
  }

  private static String functionsTitle(int functions) {
    String title = "Mean FCT by function, % of hashing";
    return functions < MOST_COLUMNS
        ? title
        : title
            + " (the worst of "
            + functions
            + ", and the first "
            + (MOST_COLUMNS - 1)
            + "; all in --format csv)";
  }

  private void section(String title, Metric metric) throws IOException {
    MetricTable table = analysis.table(metric);
    int columns = Math.min(MOST_COLUMNS, table.columns().size());
    List<String> headers = new ArrayList<>(List.of("policy"));
    headers.addAll(table.columns().subList(0, columns));
    List<List<String>> rows = new ArrayList<>();
    for (MetricTable.Row row : table.rows()) {
      List<String> cells = new ArrayList<>(List.of(row.policy().name()));
      row.cells().stream()
          .limit(columns)
          .forEach(cell -> cells.add(Numbers.fixed(cell.value(), metric.decimals())));
      rows.add(cells);
    }
    print(title, headers, rows);
  }

  private void intervals() throws IOException {
    MetricTable table = analysis.table(Metric.RELATIVE);
    List<String> headers = new ArrayList<>(List.of("policy", "low", "high"));
    headers.addAll(table.columns().subList(1, table.columns().size()));
    List<List<String>> rows = new ArrayList<>();
    for (MetricTable.Row row : table.rows()) {
      Interval mean = row.cells().get(0);
      List<String> cells = new ArrayList<>(List.of(row.policy().name()));
      cells.add(Numbers.fixed(mean.low(), 1));
      cells.add(Numbers.fixed(mean.high(), 1));
      row.cells().stream().skip(1).forEach(cell -> cells.add(plusMinus(cell)));
      rows.add(cells);
    }
    print("95 % intervals of it: of the mean, and half widths by workload", headers, rows);
  }

  private void differences() throws IOException {
    MetricTable table = analysis.table(Metric.DIFFERENCE);
    int workloads = analysis.evaluation().workloads().size();
    List<List<String>> rows = new ArrayList<>();
    for (MetricTable.Row row : table.rows()) {
      Interval mean = row.cells().get(0);
      List<Interval> each = row.cells().subList(1, row.cells().size());
      rows.add(
          List.of(
              row.policy().name(),
              Numbers.fixed(mean.value(), 1),
              Numbers.fixed(mean.low(), 1),
              Numbers.fixed(mean.high(), 1),
              each.stream().filter(cell -> cell.value() < 0).count() + "/" + workloads,
              each.stream().filter(cell -> cell.high() < 0).count() + "/" + workloads));
    }
    print(
        "Paired difference to the best heuristic of each workload, points of hashing (surely: whole"
            + " interval below 0)",
        List.of("policy", "points", "low", "high", "lower on", "surely on"),
        rows);
  }

  /** Policies and workloads that the paper's Table V has too: ours / the paper's. */
  private void besideThePaper() throws IOException {
    List<String> workloads = analysis.evaluation().workloads();
    MetricTable table = analysis.table(Metric.RELATIVE);
    List<List<String>> rows = new ArrayList<>();
    for (MetricTable.Row row : table.rows()) {
      String policy = row.policy().name();
      OptionalDouble mean = PaperTable5.mean(policy, workloads);
      if (mean.isPresent()) {
        List<String> cells = new ArrayList<>(List.of(policy));
        cells.add(beside(row.cells().get(0), mean));
        for (int w = 0; w < workloads.size(); w++) {
          cells.add(beside(row.cells().get(w + 1), PaperTable5.percent(policy, workloads.get(w))));
        }
        rows.add(cells);
      }
    }
    if (rows.size() > 1) {
      List<String> headers = new ArrayList<>(List.of("policy"));
      headers.addAll(table.columns());
      print("Mean FCT, % of hashing: ours / the paper's Table V", headers, rows);
    }
  }

  private static String beside(Interval ours, OptionalDouble paper) {
    return Math.round(ours.value()) + " / " + Math.round(paper.orElse(Double.NaN));
  }

  private static String plusMinus(Interval cell) {
    return cell.bounded() ? "+-" + Numbers.fixed(cell.halfWidth(), 1) : Numbers.NONE;
  }

  private void summary() throws IOException {
    List<SummaryColumn> shown =
        SUMMARY.stream().filter(column -> analysis.has(column.metric())).toList();
    List<String> headers = new ArrayList<>(List.of("policy"));
    shown.forEach(column -> headers.add(column.header()));
    List<List<String>> rows = new ArrayList<>();
    List<EvaluatedPolicy> policies = analysis.evaluation().policies();
    for (int p = 0; p < policies.size(); p++) {
      List<String> cells = new ArrayList<>(List.of(policies.get(p).name()));
      for (SummaryColumn column : shown) {
        Metric metric = column.metric();
        cells.add(Numbers.fixed(analysis.table(metric).total(p).value(), metric.decimals()));
      }
      rows.add(cells);
    }
    print(
        "Mean over workloads: FCT percentiles, cold starts, queueing, in flight against hashing",
        headers,
        rows);
  }

  private void print(String title, List<String> headers, List<List<String>> rows)
      throws IOException {
    out.write(TextTable.wrapped(title) + "\n" + TextTable.of(headers, 1, rows) + "\n\n");
  }
}
