package io.faasrank.cli;

import io.faasrank.simulation.RecordReplay;
import io.faasrank.simulation.RecordReplay.RunFigures;
import io.faasrank.workload.BalancerRecord;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How the simulator's runs of a record compare with the record's. */
record RecordReport(List<RecordRow> rows) {

  private static final List<String> COLUMNS =
      List.of(
          "clients",
          "balancer",
          "record_ratio",
          "simulated_ratio",
          "record_cold",
          "simulated_cold");

  /**
   * One run: mean latencies relative to stock hashing with as many clients, shares of cold starts.
   */
  record RecordRow(
      int clients,
      String balancer,
      double recordRatio,
      double simulatedRatio,
      double recordCold,
      double simulatedCold) {

    private List<String> cells() {
      return List.of(
          Integer.toString(clients),
          balancer,
          fixed(recordRatio),
          fixed(simulatedRatio),
          fixed(recordCold),
          fixed(simulatedCold));
    }
  }

  /**
   * Simulates every run.
   *
   * @throws IllegalArgumentException when a balancer is unknown or stock hashing is missing
   */
  static RecordReport of(BalancerRecord record, RecordReplay replay, Runnable done) {
    List<RecordRow> rows = new ArrayList<>();
    for (int clients : record.clients()) {
      RunFigures recordedStock = replay.recorded(clients, RecordReplay.STOCK);
      RunFigures simulatedStock = replay.simulated(clients, RecordReplay.STOCK);
      rows.addAll(
          record.balancers(clients).parallelStream()
              .map(
                  balancer -> {
                    RunFigures recorded = replay.recorded(clients, balancer);
                    RunFigures simulated = replay.simulated(clients, balancer);
                    done.run();
                    return new RecordRow(
                        clients,
                        balancer,
                        recorded.meanSeconds() / recordedStock.meanSeconds(),
                        simulated.meanSeconds() / simulatedStock.meanSeconds(),
                        recorded.cold(),
                        simulated.cold());
                  })
              .toList());
    }
    return new RecordReport(rows);
  }

  void write(CalibrationReport.Format format, PrintWriter out) {
    List<List<String>> lines = new ArrayList<>(List.of(COLUMNS));
    rows.forEach(row -> lines.add(row.cells()));
    if (format != CalibrationReport.Format.TABLE) {
      CalibrationReport.data(format, lines, out);
    } else {
      CalibrationReport.section(
          out, "Mean latency relative to stock hashing, and shares of cold starts", lines);
    }
  }

  private static String fixed(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }
}
