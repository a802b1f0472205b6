package io.faasrank.report;

import io.faasrank.report.chart.LineChart;
import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.awt.font.TextLayout;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * How a training went: the learning curve as an image, and a page that draws it with every
 * validation and the settings, in one file that needs no network.
 */
public final class TrainingReport {

  private final Provenance provenance;
  private final Map<String, String> settings;
  private final List<TrainingRow> rows;
  private final int window;
  private final byte[] curve;

  /**
   * @param settings names and values, in order
   * @param rows all episodes, at least one
   * @param clusters that took turns
   */
  public TrainingReport(
      Provenance provenance, Map<String, String> settings, List<TrainingRow> rows, int clusters) {
    this.provenance = provenance;
    this.settings = settings;
    this.rows = List.copyOf(rows);
    this.window = LearningCurve.window(rows, clusters);
    this.curve = LearningCurve.png(rows, clusters);
  }

  /**
   * Checks that this machine can draw the curve.
   *
   * @throws IllegalStateException if it has no fonts, or no library that draws them
   */
  public static void requireFonts() {
    try {
      Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
      TextLayout unused = new TextLayout("0", font, new FontRenderContext(null, false, false));
    } catch (InternalError | LinkageError | RuntimeException e) {
      throw new IllegalStateException(
          "learning-curve.png cannot be drawn, since this machine has no fonts; install fontconfig"
              + " and a font, as in Debian's packages fontconfig and fonts-dejavu-core",
          e);
    }
  }

  /** Writes the run as {@link MlflowRun} says; flushes, does not close. */
  public void writeMlflow(Instant ended, Writer out) throws IOException {
    MlflowRun.write(provenance, settings, rows, ended, out);
  }

  /** The learning curve, a PNG image. */
  public byte[] png() {
    return curve.clone();
  }

  /** Writes the page; flushes, does not close. */
  public void writeHtml(Writer out) throws IOException {
    Templates.write("training", page(), out);
  }

  private TrainingPage page() {
    List<ValidationRow> validations = validations();
    int episodes = rows.get(rows.size() - 1).episode();
    return new TrainingPage(
        Numbers.count(episodes, "episode"),
        cards(),
        TrainingCharts.episodes(rows, window),
        LearningCurve.hasTrend(rows, window)
            ? "Blue: their mean over " + window + " episodes, which are whole rounds."
            : "",
        TrainingCharts.validations(rows),
        validations,
        settings.entrySet().stream().map(e -> new Setting(e.getKey(), e.getValue())).toList(),
        provenance.command(),
        provenance.seed(),
        provenance.dataSet(),
        provenance.cluster(),
        provenance.origin());
  }

  private List<Headline.Card> cards() {
    double first = mean(rows.subList(0, window), TrainingRow::meanFctSeconds);
    double last =
        mean(rows.subList(rows.size() - window, rows.size()), TrainingRow::meanFctSeconds);
    List<Headline.Card> cards = new ArrayList<>();
    rows.stream()
        .filter(TrainingRow::validated)
        .min(Comparator.comparingDouble(TrainingRow::validationPercent))
        .ifPresent(
            best ->
                cards.add(
                    new Headline.Card(
                        "Best validation",
                        Numbers.fixed(best.validationPercent(), 1) + " %",
                        "of hashing, mean FCT after " + Numbers.count(best.episode(), "episode"))));
    cards.add(
        LearningCurve.hasTrend(rows, window) && 2 * window <= rows.size()
            ? new Headline.Card(
                "Training episodes",
                Numbers.fixed(first, 2) + " to " + Numbers.fixed(last, 2) + " s",
                "mean FCT of the first and the last " + window)
            : new Headline.Card(
                "Training episodes",
                Numbers.fixed(mean(rows, TrainingRow::meanFctSeconds), 2) + " s",
                "mean FCT; too few episodes to compare the first with the last"));
    return cards;
  }

  /** Each validation with the means of the episodes since the one before. */
  private List<ValidationRow> validations() {
    List<ValidationRow> validations = new ArrayList<>();
    double best = Double.POSITIVE_INFINITY;
    int from = 0;
    for (int i = 0; i < rows.size(); i++) {
      TrainingRow row = rows.get(i);
      if (row.validated()) {
        List<TrainingRow> since = rows.subList(from, i + 1);
        boolean isBest = row.validationPercent() < best;
        best = Math.min(best, row.validationPercent());
        from = i + 1;
        validations.add(
            new ValidationRow(
                row.episode(),
                isBest ? "best" : "",
                Numbers.fixed(row.validationPercent(), 1),
                Numbers.fixed(mean(since, TrainingRow::meanFctSeconds), 3),
                Numbers.fixed(mean(since, TrainingRow::approximateKl), 5),
                Numbers.fixed(mean(since, TrainingRow::clipFraction), 3),
                Numbers.fixed(mean(since, TrainingRow::entropy), 3),
                Numbers.fixed(mean(since, TrainingRow::explainedVariance), 3),
                Numbers.fixed(mean(since, TrainingRow::gradientNorm), 3)));
      }
    }
    return validations;
  }

  private static double mean(List<TrainingRow> rows, ToDoubleFunction<TrainingRow> number) {
    return rows.stream()
        .mapToDouble(number)
        .filter(value -> !Double.isNaN(value))
        .average()
        .orElse(Double.NaN);
  }

  /** What the page's template names. */
  record TrainingPage(
      String episodes,
      List<Headline.Card> cards,
      List<LineChart> curve,
      String trend,
      List<LineChart> validationCurve,
      List<ValidationRow> validations,
      List<Setting> settings,
      String command,
      long seed,
      String dataSet,
      String cluster,
      Origin origin) {}

  /** A row of the table. */
  record ValidationRow(
      int episode,
      String style,
      String percent,
      String seconds,
      String kl,
      String clip,
      String entropy,
      String explained,
      String gradient) {}

  /** A setting by its name. */
  record Setting(String name, String value) {}
}
