package io.faasrank.report;

import java.io.IOException;
import java.io.Writer;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * One line per figure ("tidy"), so that any tool can filter and plot it. The column {@code
 * workload} is {@code mean} for the mean over workloads and {@code all} for figures by function. An
 * unknown number is an empty field.
 */
final class CsvReport {

  private static final CSVFormat FORMAT =
      CSVFormat.DEFAULT
          .builder()
          .setHeader("policy", "workload", "function", "metric", "unit", "value", "low", "high")
          .setRecordSeparator('\n')
          .get();

  private CsvReport() {}

  static void write(Analysis analysis, Writer out) throws IOException {
    CSVPrinter printer = new CSVPrinter(out, FORMAT);
    for (MetricTable table : analysis.tables()) {
      for (MetricTable.Row row : table.rows()) {
        for (int c = 0; c < row.cells().size(); c++) {
          print(printer, table, row, c);
        }
      }
    }
    printer.flush();
  }

  private static void print(CSVPrinter printer, MetricTable table, MetricTable.Row row, int column)
      throws IOException {
    Metric metric = table.metric();
    String name = table.columns().get(column);
    Interval cell = row.cells().get(column);
    printer.printRecord(
        row.policy().name(),
        metric.byFunction() ? "all" : name,
        metric.byFunction() ? name : "",
        metric.key(),
        metric.unit(),
        number(cell.value()),
        number(cell.low()),
        number(cell.high()));
  }

  private static Object number(double value) {
    return Double.isFinite(value) ? Numbers.rounded(value) : "";
  }
}
