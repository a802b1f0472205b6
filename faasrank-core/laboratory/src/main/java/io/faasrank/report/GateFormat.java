package io.faasrank.report;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** How a comparison of two results is written; equal ones are written as equal bytes. */
public enum GateFormat {
  /** Aligned text for reading. */
  TABLE {
    @Override
    public void write(Gate gate, Writer out) throws IOException {
      out.write("A        " + gate.a().source() + "\n");
      out.write("B        " + gate.b().source() + "\n\n");
      for (ResultComparison comparison : gate.comparisons()) {
        table(comparison, gate.b().regimes() ? "regime" : "workload", out);
      }
      for (Gate.ThresholdResult outcome : gate.outcomes()) {
        out.write("fail if  " + result(outcome) + "\n");
      }
      for (String line : gate.unsound()) {
        out.write("unsound  " + line + "\n");
      }
      out.flush();
    }
  },
  /** Everything. */
  JSON {
    @Override
    public void write(Gate gate, Writer out) throws IOException {
      DefaultPrettyPrinter printer =
          new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
      out.write(MAPPER.writer(printer).writeValueAsString(tree(gate)) + "\n");
      out.flush();
    }
  };

  /** With more, not all are listed. Chosen: a screen, and the paper's ten workloads. */
  private static final int MOST_WORKLOADS = 20;

  private static final int MOST_LISTED = 10;

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Writes it; flushes, does not close. */
  public abstract void write(Gate gate, Writer out) throws IOException;

  private static void table(ResultComparison comparison, String kind, Writer out)
      throws IOException {
    List<ResultComparison.ComparedFigure> shown = shown(comparison);
    List<List<String>> rows = new ArrayList<>();
    for (ResultComparison.ComparedFigure row : shown) {
      int decimals = row.metric().decimals();
      rows.add(
          List.of(
              row.workload(),
              row.metric().key() + " " + row.metric().unit(),
              Numbers.fixed(row.first(), decimals),
              Numbers.fixed(row.second(), decimals),
              Numbers.fixed(row.percent().value(), 1),
              ends(row.percent())));
    }
    List<String> headers = List.of(kind, "", "A", "B", "B % of A", "interval");
    out.write(names(comparison) + ", " + pairing(comparison) + "\n");
    out.write(TextTable.of(headers, 2, rows) + "\n\n");
    int all = comparison.of(ComparedMetric.FCT).size() - 1;
    if (all > MOST_WORKLOADS) {
      out.write(
          "of %s %ss the %s with the largest fct; --format json has all\n\n"
              .formatted(all, kind, MOST_LISTED));
    }
    out.write(TextTable.wrapped("verdict  " + sentence(comparison)) + "\n\n");
  }

  /** What is known; of many workloads the largest mean completion times. */
  private static List<ResultComparison.ComparedFigure> shown(ResultComparison comparison) {
    List<ResultComparison.ComparedFigure> known =
        comparison.rows().stream()
            .filter(row -> !Double.isNaN(row.first()) || !Double.isNaN(row.second()))
            .toList();
    List<ResultComparison.ComparedFigure> times = comparison.of(ComparedMetric.FCT);
    if (times.size() - 1 <= MOST_WORKLOADS) {
      return known;
    }
    return Stream.concat(
            known.stream().filter(row -> row.workload().equals(ResultComparison.MEAN)),
            times.stream()
                .skip(1)
                .sorted(Comparator.comparingDouble(row -> -row.percent().value()))
                .limit(MOST_LISTED))
        .toList();
  }

  private static String names(ResultComparison comparison) {
    return comparison.before().equals(comparison.after())
        ? comparison.after()
        : comparison.after() + " of B, " + comparison.before() + " of A";
  }

  private static String pairing(ResultComparison comparison) {
    return comparison.repetitions()
        + (comparison.repetitions() == 1 ? " repetition, " : " repetitions, ")
        + (comparison.paired() ? "paired by their arrivals" : "not the same arrivals, so unpaired");
  }

  /** For instance {@code faasrank is slower in B: mean FCT 105.2 % of A [104.1, 106.2]}. */
  static String sentence(ResultComparison comparison) {
    ResultComparison.Verdict verdict = comparison.verdict();
    Interval percent = comparison.overall().percent();
    boolean differs =
        verdict == ResultComparison.Verdict.FASTER || verdict == ResultComparison.Verdict.SLOWER;
    return comparison.after()
        + (differs ? " is " + verdict.words() + " in B" : ": " + verdict.words())
        + ": mean FCT "
        + Numbers.fixed(percent.value(), 1)
        + " % of A"
        + (percent.bounded()
            ? " [" + ends(percent) + "], " + ResultComparison.LEVEL_PERCENT + " % sure"
            : "");
  }

  private static String result(Gate.ThresholdResult outcome) {
    return outcome.threshold().text()
        + ", "
        + outcome.comparison().after()
        + ": "
        + outcome
            .crossing()
            .map(
                row ->
                    "crossed by "
                        + row.workload()
                        + ", "
                        + Numbers.fixed(row.percent().value(), 1)
                        + " %"
                        + (row.percent().bounded() ? " [" + ends(row.percent()) + "]" : ""))
            .orElse("kept");
  }

  private static String ends(Interval percent) {
    return percent.bounded()
        ? Numbers.fixed(percent.low(), 1) + ", " + Numbers.fixed(percent.high(), 1)
        : Numbers.NONE;
  }

  private static ObjectNode tree(Gate gate) {
    ObjectNode root = MAPPER.createObjectNode();
    root.set("a", tree(gate.a()));
    root.set("b", tree(gate.b()));
    root.put("intervalPercent", ResultComparison.LEVEL_PERCENT);
    root.put("crossed", gate.crossed());
    root.set("unsound", MAPPER.valueToTree(gate.unsound()));
    ArrayNode comparisons = root.putArray("comparisons");
    for (ResultComparison comparison : gate.comparisons()) {
      ObjectNode node = comparisons.addObject();
      node.put("before", comparison.before());
      node.put("after", comparison.after());
      node.put("paired", comparison.paired());
      node.put("repetitions", comparison.repetitions());
      node.put("verdict", comparison.verdict().words());
      ArrayNode rows = node.putArray("rows");
      comparison.rows().forEach(row -> rows.add(tree(row)));
    }
    ArrayNode thresholds = root.putArray("thresholds");
    for (Gate.ThresholdResult outcome : gate.outcomes()) {
      ObjectNode node = thresholds.addObject();
      node.put("failIf", outcome.threshold().text());
      node.put("policy", outcome.comparison().after());
      node.put("crossed", outcome.crossing().isPresent());
      outcome.crossing().ifPresent(row -> node.set("by", tree(row)));
    }
    return root;
  }

  private static ObjectNode tree(StoredResult result) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("source", result.source().toString());
    node.put("command", result.command());
    node.put("seed", result.seed());
    return node;
  }

  private static ObjectNode tree(ResultComparison.ComparedFigure row) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("metric", row.metric().key());
    node.put("unit", row.metric().unit());
    node.put("workload", row.workload());
    put(node, "a", row.first());
    put(node, "b", row.second());
    put(node, "percent", row.percent().value());
    put(node, "low", row.percent().low());
    put(node, "high", row.percent().high());
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
