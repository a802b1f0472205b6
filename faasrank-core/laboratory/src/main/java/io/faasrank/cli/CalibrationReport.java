package io.faasrank.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.faasrank.report.TextTable;
import io.faasrank.simulation.Calibration.Fit;
import io.faasrank.simulation.CalibrationPlan.Target;
import io.faasrank.simulation.CalibrationPoint;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a calibration found.
 *
 * @param targets what was fitted
 * @param policies the columns
 * @param configured what simulations use
 * @param best the best fits, at least one, the first of them the fitted point
 * @param edges the edges of the range around it
 */
record CalibrationReport(
    List<Target> targets,
    List<String> policies,
    CalibrationRow configured,
    List<CalibrationRow> best,
    List<CalibrationRow> edges) {

  /** How it is written. */
  enum Format {
    /** Aligned text for reading, and a line for the configuration. */
    TABLE,
    /** A line per point. */
    CSV,
    /** The same, as an array of objects. */
    JSON;

    /** Of a file's name. */
    String extension() {
      return this == TABLE ? "txt" : name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A point.
   *
   * @param relative mean completion time relative to hashing in percent, by policy
   */
  record CalibrationRow(String name, Fit fit, List<Double> relative) {}

  private static final List<String> COLUMNS =
      List.of(
          "point", "cores/512MB", "exponent", "creation s", "spacing", "hashing s", "error points");

  private static final String NONE = "-";

  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");

  void write(Format format, PrintWriter out) {
    if (format != Format.TABLE) {
      List<List<String>> points = new ArrayList<>(List.of(header(), cells(configured)));
      best.forEach(row -> points.add(cells(row)));
      edges.forEach(row -> points.add(cells(row)));
      data(format, points, out);
      return;
    }
    List<List<String>> found = new ArrayList<>(List.of(header(), target(), cells(configured)));
    best.forEach(row -> found.add(cells(row)));
    section(out, "Best fits: mean FCT, % of hashing, the mean over workloads", found);
    List<List<String>> around = new ArrayList<>(List.of(header(), cells(best.get(0))));
    edges.forEach(row -> around.add(cells(row)));
    section(out, "Around the best fit", around);
    print(out, "For reference.conf, or as system properties:");
    print(out, configuration(best.get(0).fit().point()));
  }

  /** One line of configuration that sets a point. */
  private static String configuration(CalibrationPoint point) {
    return String.format(
        "faasrank { simulation { cores-per-mb = %s, contention-exponent = %s,"
            + " creation-seconds = %s }, workload.spacing = %s }",
        point.coresPer512Mb() / 512, point.exponent(), point.creationSeconds(), point.spacing());
  }

  private List<String> header() {
    List<String> cells = new ArrayList<>(COLUMNS);
    cells.addAll(policies);
    return cells;
  }

  /** The targets in their policies' columns. */
  private List<String> target() {
    List<String> cells = new ArrayList<>(List.of("target", NONE, NONE, NONE, NONE, NONE, NONE));
    for (String policy : policies) {
      cells.add(
          targets.stream()
              .filter(target -> target.policy().equals(policy))
              .map(target -> fixed(target.percent(), 1))
              .findFirst()
              .orElse(NONE));
    }
    return cells;
  }

  private static List<String> cells(CalibrationRow row) {
    CalibrationPoint point = row.fit().point();
    List<String> cells =
        new ArrayList<>(
            List.of(
                row.name(),
                fixed(point.coresPer512Mb(), 3),
                fixed(point.exponent(), 3),
                fixed(point.creationSeconds(), 4),
                point.spacing().toString(),
                fixed(row.fit().hashingSeconds(), 1),
                fixed(row.fit().error(), 2)));
    row.relative().forEach(percent -> cells.add(fixed(percent, 1)));
    return cells;
  }

  private static String fixed(double value, int decimals) {
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }

  /** The rows, the first of them the header, for other programs. */
  static void data(Format format, List<List<String>> rows, PrintWriter out) {
    if (format == Format.CSV) {
      rows.forEach(row -> print(out, String.join(",", row)));
      return;
    }
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (List<String> row : rows.subList(1, rows.size())) {
      ObjectNode object = array.addObject();
      for (int c = 0; c < row.size(); c++) {
        String name = rows.get(0).get(c);
        String text = row.get(c);
        if (NUMBER.matcher(text).matches()) {
          object.put(name, new BigDecimal(text));
        } else {
          object.put(name, text);
        }
      }
    }
    print(out, array.toPrettyString());
  }

  static void section(PrintWriter out, String title, List<List<String>> rows) {
    print(out, title);
    print(out, TextTable.of(rows.get(0), 1, rows.subList(1, rows.size())));
    print(out, "");
  }

  /** The same line end on every machine. */
  static void print(PrintWriter out, String line) {
    out.print(line + "\n");
  }
}
