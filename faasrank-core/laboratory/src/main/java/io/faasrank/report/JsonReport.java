package io.faasrank.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/**
 * The whole evaluation as JSON: provenance, tables, the figures of every episode, and for the first
 * repetition the in-flight invocations second by second. An unknown number is null.
 */
final class JsonReport {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private JsonReport() {}

  static void write(Analysis analysis, Writer out) throws IOException {
    Evaluation evaluation = analysis.evaluation();
    ObjectNode root = MAPPER.createObjectNode();
    root.set("provenance", MAPPER.valueToTree(evaluation.provenance()));
    root.put("repetitions", evaluation.repetitions());
    root.put("intervalPercent", Jackknife.LEVEL_PERCENT);
    root.put("intervalMethod", "paired jackknife, t");
    root.set("unsound", MAPPER.valueToTree(evaluation.remarks().unsound()));
    root.set("notes", MAPPER.valueToTree(evaluation.remarks().notes()));
    root.set("workloads", MAPPER.valueToTree(evaluation.workloads()));
    root.set("functions", MAPPER.valueToTree(evaluation.functions()));
    root.set("policies", MAPPER.valueToTree(evaluation.policies()));
    ObjectNode tables = root.putObject("tables");
    analysis.tables().forEach(table -> tables.set(table.metric().key(), tree(table)));
    ArrayNode episodes = root.putArray("episodes");
    evaluation.cells().forEach(cell -> episodes.add(tree(evaluation, cell)));
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
    MAPPER.writer(printer).without(JsonGenerator.Feature.AUTO_CLOSE_TARGET).writeValue(out, root);
    out.write('\n');
    out.flush();
  }

  private static ObjectNode tree(MetricTable table) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("title", table.metric().title());
    node.put("unit", table.metric().unit());
    ObjectNode rows = node.putObject("policies");
    for (MetricTable.Row row : table.rows()) {
      ObjectNode cells = rows.putObject(row.policy().name());
      for (int c = 0; c < row.cells().size(); c++) {
        Interval cell = row.cells().get(c);
        ObjectNode figure = cells.putObject(table.columns().get(c));
        put(figure, "value", cell.value());
        put(figure, "low", cell.low());
        put(figure, "high", cell.high());
      }
    }
    return node;
  }

  private static ObjectNode tree(Evaluation evaluation, CellSummary cell) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("policy", evaluation.policies().get(cell.policy()).name());
    node.put("workload", evaluation.workloads().get(cell.workload()));
    node.put("repetition", cell.repetition());
    node.put("activations", cell.activations());
    put(node, "meanSeconds", cell.meanSeconds());
    put(node, "p50Seconds", cell.percentile(50));
    put(node, "p95Seconds", cell.percentile(95));
    put(node, "p99Seconds", cell.percentile(99));
    put(node, "coldShare", cell.coldShare());
    put(node, "failedShare", cell.failedShare());
    put(node, "meanQueueSeconds", cell.meanQueueSeconds());
    put(node, "slowdown", cell.slowdown());
    node.set("functionCalls", MAPPER.valueToTree(cell.functionCalls()));
    node.set("functionSeconds", rounded(cell.functionSeconds()));
    if (cell.repetition() == 0) {
      ArrayNode counts = node.putArray("inFlightEachSecond");
      for (int second = 0; second <= Math.ceil(cell.inFlight().endSeconds()); second++) {
        counts.add(cell.inFlight().at(second));
      }
    }
    return node;
  }

  private static ArrayNode rounded(List<Double> values) {
    ArrayNode node = MAPPER.createArrayNode();
    values.forEach(value -> node.add(Numbers.rounded(value)));
    return node;
  }

  private static void put(ObjectNode node, String name, double value) {
    if (Double.isFinite(value)) {
      node.put(name, Numbers.rounded(value));
    } else {
      node.putNull(name);
    }
  }
}
