package io.faasrank.report;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;

/** Writes the rows of a training as CSV while it runs, and reads them back to go on. */
public final class TrainingCsv implements AutoCloseable {

  private static final CSVFormat FORMAT =
      CSVFormat.DEFAULT
          .builder()
          .setHeader(
              "episode",
              "update",
              "workload",
              "return",
              "mean_fct_seconds",
              "policy_loss",
              "value_loss",
              "approximate_kl",
              "clip_fraction",
              "entropy",
              "explained_variance",
              "gradient_norm",
              "validation_percent")
          .setRecordSeparator('\n')
          .get();

  private final CSVPrinter printer;

  /** Starts a file with its header. */
  public TrainingCsv(Writer out) throws IOException {
    printer = new CSVPrinter(out, FORMAT);
  }

  /** Adds a row. Numbers are written in full, so that reading them back loses nothing. */
  public void write(TrainingRow row) throws IOException {
    printer.printRecord(
        row.episode(),
        row.update(),
        row.workload(),
        number(row.episodeReturn()),
        number(row.meanFctSeconds()),
        number(row.policyLoss()),
        number(row.valueLoss()),
        number(row.approximateKl()),
        number(row.clipFraction()),
        number(row.entropy()),
        number(row.explainedVariance()),
        number(row.gradientNorm()),
        number(row.validationPercent()));
  }

  public void flush() throws IOException {
    printer.flush();
  }

  @Override
  public void close() throws IOException {
    printer.close();
  }

  /**
   * Reads the rows of a file. An incomplete last row, of a run that was killed, is left out.
   *
   * @param origin what to call the file in messages
   * @throws IllegalArgumentException naming file, line and column of what is not a number
   */
  public static List<TrainingRow> read(Reader in, String origin) throws IOException {
    CSVFormat format = FORMAT.builder().setSkipHeaderRecord(true).get();
    List<TrainingRow> rows = new ArrayList<>();
    try (CSVParser parser = format.parse(in)) {
      for (CSVRecord record : parser) {
        if (!record.isConsistent()) {
          break;
        }
        rows.add(row(record, origin + ", line " + parser.getCurrentLineNumber()));
      }
    }
    return rows;
  }

  private static TrainingRow row(CSVRecord record, String where) {
    return new TrainingRow(
        (int) number(record, "episode", where),
        (int) number(record, "update", where),
        record.get("workload"),
        number(record, "return", where),
        number(record, "mean_fct_seconds", where),
        number(record, "policy_loss", where),
        number(record, "value_loss", where),
        number(record, "approximate_kl", where),
        number(record, "clip_fraction", where),
        number(record, "entropy", where),
        number(record, "explained_variance", where),
        number(record, "gradient_norm", where),
        number(record, "validation_percent", where));
  }

  private static double number(CSVRecord record, String column, String where) {
    String text = record.get(column);
    try {
      return text.isEmpty() ? Double.NaN : Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          where + ", column " + column + ": expected a number, found '" + text + "'", e);
    }
  }

  private static Object number(double value) {
    return Double.isNaN(value) ? "" : value;
  }
}
