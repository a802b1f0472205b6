package io.faasrank.report;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Regimes as one HTML page: a heat map of the model in percent of the best rule, and the text's
 * tables below it. Without a model the map shows the best rule in percent of hashing.
 */
final class RegimeHtml {

  /** The shade is full at twice the best rule, and at half of it. */
  private static final double FULL = Math.log(2);

  private static final Pattern NUMBER = Pattern.compile("\\d+");

  private RegimeHtml() {}

  static void write(RegimeAnalysis analysis, Writer out) throws IOException {
    List<String> columns =
        analysis.cells().stream().map(cell -> column(cell.regime())).distinct().sorted().toList();
    Map<String, Map<String, Tile>> tiles =
        new TreeMap<>(Comparator.comparing(RegimeHtml::numbersAsNumbers));
    for (RegimeCell cell : analysis.cells()) {
      tiles
          .computeIfAbsent(line(cell.regime()), name -> new HashMap<>())
          .put(column(cell.regime()), tile(cell));
    }
    List<Line> rows = new ArrayList<>();
    tiles.forEach(
        (name, byColumn) ->
            rows.add(
                new Line(
                    name,
                    columns.stream()
                        .map(column -> byColumn.getOrDefault(column, Tile.NONE))
                        .toList())));
    Templates.write(
        "regimes",
        new Page(
            Numbers.count(analysis.cells().size(), "regime"),
            analysis.verdict(),
            analysis.cells().get(0).model().isPresent(),
            analysis.standings().stream().map(RegimeHtml::standing).toList(),
            columns,
            rows,
            analysis.anyFailed(),
            analysis.cells().stream().map(cell -> entry(cell, analysis.anyFailed())).toList(),
            analysis.worseOff().stream().map(RegimeHtml::slowed).toList(),
            analysis.provenance().command(),
            analysis.provenance().dataSet(),
            analysis.provenance().origin()),
        out);
  }

  private static String line(RegimeName regime) {
    return regime.kind() + ", " + regime.cluster() + ", " + regime.start();
  }

  /** A line as it is sorted: windows of an episode and sizes of clusters by their numbers. */
  private static String numbersAsNumbers(String line) {
    return NUMBER
        .matcher(line)
        .replaceAll(n -> "0".repeat(Math.max(0, 9 - n.end() + n.start())) + n.group());
  }

  private static String column(RegimeName regime) {
    return regime.calibration() + " " + regime.loadText();
  }

  private static Tile tile(RegimeCell cell) {
    RegimeRow best = cell.best();
    double percent =
        cell.model()
            .map(cell::percent)
            .orElse(100 * best.meanSeconds() / cell.rows().get(0).meanSeconds());
    double shade = Math.log(percent / 100) / FULL;
    String title =
        best.policy().name()
            + " "
            + Numbers.fixed(best.meanSeconds(), 2)
            + " s"
            + cell.model()
                .map(
                    row ->
                        ", "
                            + row.policy().name()
                            + " "
                            + Numbers.fixed(row.meanSeconds(), 2)
                            + " s, p99 "
                            + Numbers.fixed(cell.p99Percent(row), 0)
                            + " %")
                .orElse("");
    return new Tile(
        shade < 0 ? "better" : "worse",
        Numbers.fixed(Math.min(85, 85 * Math.abs(shade)), 0) + "%",
        Numbers.fixed(percent, 0),
        title);
  }

  private static List<String> standing(RegimeAnalysis.Standing standing) {
    return List.of(
        standing.policy().name(),
        Numbers.fixed(standing.geometricMean(), 1),
        Numbers.fixed(standing.worst(), 0),
        Integer.toString(standing.above()),
        Integer.toString(standing.tails()),
        Integer.toString(standing.best()));
  }

  private static List<String> entry(RegimeCell cell, boolean failed) {
    RegimeRow best = cell.best();
    List<String> entry =
        new ArrayList<>(
            List.of(
                line(cell.regime()) + ", " + column(cell.regime()),
                best.policy().name(),
                Numbers.fixed(best.meanSeconds(), 2)));
    cell.model()
        .ifPresent(
            row -> {
              entry.add(Numbers.fixed(cell.percent(row), 0));
              entry.add(Numbers.fixed(cell.p99Percent(row), 0));
              entry.add(Numbers.fixed(row.worstFunctionPercent(), 0));
              entry.add(Numbers.fixed(row.slowdown(), 1));
              entry.add(Numbers.fixed(best.slowdown(), 1));
              if (failed) {
                entry.add(Numbers.fixed(100 * row.failedShare(), 1));
              }
            });
    if (failed) {
      entry.add(Numbers.fixed(100 * best.failedShare(), 1));
    }
    return entry;
  }

  private static List<String> slowed(RegimeAnalysis.WorseOff each) {
    return List.of(
        line(each.regime()) + ", " + column(each.regime()),
        each.function().function(),
        Integer.toString(each.function().repetition()),
        Integer.toString(each.function().calls()),
        Numbers.fixed(each.function().percent(), 0));
  }

  /** What the page's template names. */
  record Page(
      String count,
      String verdict,
      boolean model,
      List<List<String>> standings,
      List<String> columns,
      List<Line> lines,
      boolean failed,
      List<List<String>> regimes,
      List<List<String>> slowed,
      String command,
      String draws,
      Origin origin) {}

  /** A row of the map. */
  record Line(String name, List<Tile> tiles) {}

  /** A cell of the map. */
  record Tile(String style, String shade, String text, String title) {

    static final Tile NONE = new Tile("", "0%", Numbers.NONE, "");
  }
}
