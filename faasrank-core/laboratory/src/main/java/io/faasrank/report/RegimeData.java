package io.faasrank.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Writer;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** Regimes for other programs. An unknown number is an empty field, or null. */
final class RegimeData {

  private static final CSVFormat FORMAT =
      CSVFormat.DEFAULT
          .builder()
          .setHeader("kind", "load", "cluster", "calibration", "start", "policy", "mean_s", "p99_s")
          .setRecordSeparator('\n')
          .get();

  private static final CSVFormat WORSE_OFF =
      FORMAT
          .builder()
          .setHeader(
              "kind",
              "load",
              "cluster",
              "calibration",
              "start",
              "function",
              "draw",
              "calls",
              "percent_of_hashing")
          .get();

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private RegimeData() {}

  static void csv(RegimeAnalysis analysis, Writer out) throws IOException {
    CSVPrinter printer = new CSVPrinter(out, FORMAT);
    for (RegimeCell cell : analysis.cells()) {
      RegimeName regime = cell.regime();
      for (RegimeRow row : cell.rows()) {
        printer.printRecord(
            regime.kind(),
            regime.loadText(),
            regime.cluster(),
            regime.calibration(),
            regime.start(),
            row.policy().name(),
            Numbers.rounded(row.meanSeconds()),
            Numbers.rounded(row.p99Seconds()));
      }
    }
    printer.flush();
  }

  /** The functions that are worse off than under hashing, one a line. */
  static void worseOff(RegimeAnalysis analysis, Writer out) throws IOException {
    CSVPrinter printer = new CSVPrinter(out, WORSE_OFF);
    for (RegimeAnalysis.WorseOff each : analysis.worseOff()) {
      RegimeName regime = each.regime();
      printer.printRecord(
          regime.kind(),
          regime.loadText(),
          regime.cluster(),
          regime.calibration(),
          regime.start(),
          each.function().function(),
          each.function().repetition(),
          each.function().calls(),
          Numbers.rounded(each.function().percent()));
    }
    printer.flush();
  }

  static void json(RegimeAnalysis analysis, Writer out) throws IOException {
    ObjectNode root = MAPPER.createObjectNode();
    root.set("provenance", MAPPER.valueToTree(analysis.provenance()));
    root.set("policies", MAPPER.valueToTree(analysis.policies()));
    ObjectNode standings = root.putObject("standings");
    for (RegimeAnalysis.Standing standing : analysis.standings()) {
      ObjectNode node = standings.putObject(standing.policy().name());
      put(node, "geometricMeanPercent", standing.geometricMean());
      put(node, "worstPercent", standing.worst());
      node.put("above", standing.above());
      node.put("tailsAbove", standing.tails());
      node.put("bestRule", standing.best());
    }
    root.set("worseOff", MAPPER.valueToTree(analysis.worseOff()));
    for (RegimeCell cell : analysis.cells()) {
      ObjectNode node = root.withArray("regimes").addObject();
      node.set("regime", MAPPER.valueToTree(cell.regime()));
      node.put("bestRule", cell.best().policy().name());
      ObjectNode policies = node.putObject("policies");
      for (RegimeRow row : cell.rows()) {
        ObjectNode figures = policies.putObject(row.policy().name());
        put(figures, "meanSeconds", row.meanSeconds());
        put(figures, "percentOfBest", cell.percent(row));
        put(figures, "p99Seconds", row.p99Seconds());
        put(figures, "p99PercentOfBest", cell.p99Percent(row));
        put(figures, "slowdown", row.slowdown());
        put(figures, "failedShare", row.failedShare());
        put(figures, "worstFunctionPercent", row.worstFunctionPercent());
        figures.set("slowed", MAPPER.valueToTree(row.slowed()));
        figures.set("draws", MAPPER.valueToTree(row.draws()));
      }
    }
    MAPPER
        .writerWithDefaultPrettyPrinter()
        .without(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
        .writeValue(out, root);
    out.write('\n');
    out.flush();
  }

  private static void put(ObjectNode node, String name, double value) {
    if (Double.isFinite(value)) {
      node.put(name, Numbers.rounded(value));
    } else {
      node.putNull(name);
    }
  }
}
