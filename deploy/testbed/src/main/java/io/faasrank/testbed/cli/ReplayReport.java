package io.faasrank.testbed.cli;

import io.faasrank.cli.ReportFolder;
import io.faasrank.report.Analysis;
import io.faasrank.report.CellSummary;
import io.faasrank.report.EpisodeRecords;
import io.faasrank.report.Evaluation;
import io.faasrank.report.ReportFormat;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * The results of replays, for the user.
 *
 * @param records of the episodes, for pictures of them
 * @param compares whether there is something to compare; else the text is a line for each replay
 */
record ReplayReport(Evaluation evaluation, EpisodeRecords records, boolean compares) {

  /**
   * Writes the files, then what is printed.
   *
   * @param folder where the report's files go
   */
  void write(ReportFormat format, PrintWriter out, ReportFolder folder) throws IOException {
    Analysis analysis = new Analysis(evaluation, records);
    Optional<Path> html = folder.write(analysis);
    if (format != ReportFormat.TABLE) {
      format.write(analysis, out);
      return;
    }
    if (compares) {
      format.write(analysis, out);
    } else {
      evaluation.cells().forEach(cell -> out.println(line(cell)));
      evaluation.remarks().lines().forEach(out::println);
    }
    html.ifPresent(file -> out.println("report   " + file));
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
