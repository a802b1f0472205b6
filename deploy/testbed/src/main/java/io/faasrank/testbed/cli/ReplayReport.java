package io.faasrank.testbed.cli;

import io.faasrank.cli.ReportFolder;
import io.faasrank.report.Analysis;
import io.faasrank.report.CellSummary;
import io.faasrank.report.EpisodeRecords;
import io.faasrank.report.Evaluation;
import io.faasrank.report.ReportFormat;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/**
 * The results of replays, for the user.
 *
 * @param records of the episodes, for pictures of them
 * @param remarks lines below the tables
 */
record ReplayReport(Evaluation evaluation, EpisodeRecords records, List<String> remarks) {

  /**
   * Writes the tables, or a line for each replay where there is nothing to compare.
   *
   * @param folder where the report's files go
   */
  void write(PrintWriter out, ReportFolder folder, boolean compares) throws IOException {
    if (compares) {
      Analysis analysis = new Analysis(evaluation, records);
      ReportFormat.TABLE.write(analysis, out);
      folder.write(analysis).ifPresent(html -> out.println("report   " + html));
    } else {
      evaluation.cells().forEach(cell -> out.println(line(cell)));
    }
    remarks.forEach(remark -> out.println("note     " + remark));
    out.flush();
  }

  private String line(CellSummary cell) {
    return String.format(
        Locale.ROOT,
        "%s, %s: %d activations, FCT mean %.2f s, p50 %.2f s, p95 %.2f s, p99 %.2f s,"
            + " %.1f %% cold, queue %.2f s",
        evaluation.workloads().get(cell.workload()),
        evaluation.policies().get(cell.policy()).name(),
        cell.activations(),
        cell.meanSeconds(),
        cell.percentile(50),
        cell.percentile(95),
        cell.percentile(99),
        100 * cell.coldShare(),
        cell.meanQueueSeconds());
  }
}
