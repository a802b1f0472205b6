package io.faasrank.report;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;

/** Regimes as aligned text: the policies over all regimes, each regime, and who is worse off. */
final class RegimeText {

  private final RegimeAnalysis analysis;
  private final Writer out;

  private RegimeText(RegimeAnalysis analysis, Writer out) {
    this.analysis = analysis;
    this.out = out;
  }

  static void write(RegimeAnalysis analysis, Writer out) throws IOException {
    RegimeText text = new RegimeText(analysis, out);
    text.standings();
    text.cells();
    text.worseOff();
    Provenance provenance = analysis.provenance();
    out.write("command  " + provenance.command() + "\n");
    out.write("draws    " + provenance.dataSet() + "\n");
    out.flush();
  }

  private void standings() throws IOException {
    List<List<String>> rows = new ArrayList<>();
    for (RegimeAnalysis.Standing standing : analysis.standings()) {
      rows.add(
          List.of(
              standing.policy().name() + beside(standing.policy()),
              Numbers.fixed(standing.geometricMean(), 1),
              Numbers.fixed(standing.worst(), 0),
              Integer.toString(standing.above()),
              Integer.toString(standing.tails()),
              Integer.toString(standing.best())));
    }
    print(
        "Policies over "
            + analysis.cells().size()
            + " regimes, mean FCT in % of each regime's best rule (p99: of that rule's)",
        List.of("policy", "geometric mean", "worst", "above 102", "p99 above 110", "best in"),
        1,
        rows);
    if (!analysis.verdict().isEmpty()) {
      out.write(TextTable.wrapped(analysis.verdict()) + "\n\n");
    }
  }

  private static String beside(EvaluatedPolicy policy) {
    return policy.role().beside() ? " (beside)" : "";
  }

  private void cells() throws IOException {
    List<String> headers =
        new ArrayList<>(List.of("kind", "load", "cluster", "calib.", "start", "best rule", "s"));
    boolean model = analysis.cells().get(0).model().isPresent();
    if (model) {
      headers.addAll(List.of("model", "p99", "worst f", "slowdown"));
    }
    boolean failed = analysis.anyFailed();
    if (failed) {
      headers.add("failed %");
    }
    boolean windows = analysis.cells().get(0).regime().isWindow();
    List<EvaluatedPolicy> besides =
        analysis.policies().stream()
            .filter(p -> p.role().beside() || (windows && p.role() == PolicyRole.REFERENCE))
            .toList();
    besides.forEach(policy -> headers.add(policy.name()));
    List<List<String>> rows = new ArrayList<>();
    for (RegimeCell cell : analysis.cells()) {
      RegimeName regime = cell.regime();
      RegimeRow best = cell.best();
      List<String> row =
          new ArrayList<>(
              List.of(
                  regime.kind(),
                  regime.loadText(),
                  regime.cluster(),
                  regime.calibration(),
                  regime.start(),
                  best.policy().name(),
                  Numbers.fixed(best.meanSeconds(), 2)));
      cell.model()
          .ifPresent(
              own -> {
                row.add(Numbers.fixed(cell.percent(own), 0));
                row.add(Numbers.fixed(cell.p99Percent(own), 0));
                row.add(Numbers.fixed(own.worstFunctionPercent(), 0));
                row.add(Numbers.fixed(own.slowdown(), 1) + "/" + Numbers.fixed(best.slowdown(), 1));
              });
      if (failed) {
        row.add(cell.model().map(own -> failed(own) + "/").orElse("") + failed(best));
      }
      for (RegimeRow other : cell.rows()) {
        if (besides.contains(other.policy())) {
          row.add(Numbers.fixed(cell.percent(other), 0));
        }
      }
      rows.add(row);
    }
    print(
        model
            ? "Regimes, losing ones first: the model in % of the best rule (mean and p99), its worst"
                + " function in % of hashing, slowdown of the model / the rule"
                + (failed ? ", failed or timed out likewise" : "")
            : "Regimes and their best rule",
        headers,
        6,
        rows);
  }

  private static String failed(RegimeRow row) {
    return Numbers.fixed(100 * row.failedShare(), 1);
  }

  private void worseOff() throws IOException {
    List<RegimeAnalysis.WorseOff> found = analysis.worseOff();
    if (analysis.cells().get(0).model().isEmpty()) {
      return;
    }
    out.write(
        "Functions with 30 activations or more that the model gives over 105 % of their time under"
            + " hashing, at loads below 0.8: "
            + found.size()
            + "\n");
    List<List<String>> rows = new ArrayList<>();
    for (RegimeAnalysis.WorseOff each : found) {
      RegimeName regime = each.regime();
      rows.add(
          List.of(
              regime.kind(),
              regime.loadText(),
              regime.cluster(),
              regime.calibration(),
              regime.start(),
              each.function().function(),
              Integer.toString(each.function().repetition()),
              Integer.toString(each.function().calls()),
              Numbers.fixed(each.function().percent(), 0)));
    }
    if (!rows.isEmpty()) {
      out.write(
          TextTable.of(
                  List.of(
                      "kind",
                      "load",
                      "cluster",
                      "calib.",
                      "start",
                      "function",
                      "draw",
                      "calls",
                      "%"),
                  6,
                  rows)
              + "\n");
    }
    out.write("\n");
  }

  private void print(String title, List<String> headers, int left, List<List<String>> rows)
      throws IOException {
    out.write(TextTable.wrapped(title) + "\n" + TextTable.of(headers, left, rows) + "\n\n");
  }
}
