package io.faasrank.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/**
 * Guards against columns that swap places, rows that lose digits on their way through a file, a
 * trend that favours a workload, and a page that needs another file.
 */
class TrainingReportTest {

  private static final String HEADER =
      "episode,update,workload,return,mean_fct_seconds,policy_loss,value_loss,approximate_kl,"
          + "clip_fraction,entropy,explained_variance,gradient_norm,validation_percent\n";

  private static final TrainingRow ROW =
      new TrainingRow(3, 2, "M1", -8.5, 0.25, -0.1, 1.5, 0.004, 0.125, 2.1, 0.9, 0.03, 71.5);

  @Test
  void columnsAreInOrderAndMissingNumbersEmpty() throws IOException {
    TrainingRow missing =
        new TrainingRow(
            4, 2, "M1", -9, 0.5, -0.1, Double.NaN, 0.004, 0.125, 2.1, Double.NaN, 0.03, Double.NaN);
    assertThat(csv(List.of(ROW, missing)))
        .isEqualTo(
            HEADER
                + "3,2,M1,-8.5,0.25,-0.1,1.5,0.004,0.125,2.1,0.9,0.03,71.5\n"
                + "4,2,M1,-9.0,0.5,-0.1,,0.004,0.125,2.1,,0.03,\n");
  }

  @Test
  void rowsSurviveTheirFile() throws IOException {
    List<TrainingRow> rows = rows(2, 3, 30);
    assertThat(TrainingCsv.read(new StringReader(csv(rows)), "t")).isEqualTo(rows);
  }

  @Test
  void aRowCutOffIsLeftOutAndADamagedOneNamed() throws IOException {
    String text = csv(List.of(ROW, ROW));
    assertThat(TrainingCsv.read(new StringReader(text.substring(0, text.length() - 30)), "t"))
        .containsExactly(ROW);
    assertThat(TrainingCsv.read(new StringReader(""), "t")).isEmpty();
    String damaged = csv(List.of(ROW)).replace("0.004", "O.004");
    assertThatThrownBy(() -> TrainingCsv.read(new StringReader(damaged), "t.csv"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("t.csv, line 2, column approximate_kl: expected a number, found 'O.004'");
  }

  @Test
  void theTrendAveragesWholeRoundsOfTheWorkloads() {
    assertThat(LearningCurve.window(rows(2, 3, 30), 1)).isEqualTo(6);
    assertThat(LearningCurve.window(rows(2, 3, 900), 1)).isEqualTo(48);
    assertThat(LearningCurve.window(rows(2, 3, 4), 1)).isEqualTo(4);
    assertThat(LearningCurve.window(rows(2, 3, 900), 3)).isEqualTo(54);
    assertThat(LearningCurve.trend(List.of(1.0, 2.0, 6.0, 4.0), 2)).containsExactly(1.5, 4.0, 5.0);
  }

  @Test
  void theImageShowsValidationsAndTrend() throws IOException {
    List<TrainingRow> rows = rows(2, 3, 120);
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(LearningCurve.png(rows, 1)));
    assertThat(share(image, 0xd55e00)).isGreaterThan(1e-4);
    assertThat(share(image, 0x0072b2)).isGreaterThan(1e-4);
    List<TrainingRow> unvalidated =
        rows.stream().map(row -> row.withValidation(Double.NaN)).toList();
    BufferedImage without =
        ImageIO.read(new ByteArrayInputStream(LearningCurve.png(unvalidated, 1)));
    assertThat(share(without, 0xd55e00)).isZero();
  }

  @Test
  void thePageHoldsImageSettingsAndValidations() throws IOException {
    List<TrainingRow> rows = rows(2, 3, 120);
    TrainingReport report =
        new TrainingReport(
            new Provenance("faasrank train --seed 9", 9, "a trace <of> ours", "3 invokers"),
            Map.of("--rollouts", "3"),
            rows,
            1);
    StringWriter out = new StringWriter();
    report.writeHtml(out);
    String page = out.toString();
    assertThat(page)
        .contains("<svg class=\"wide\"", "<svg class=\"narrow\"", "Blue: their mean over")
        .contains("mean FCT of the first and the last ")
        .contains("<dt>--rollouts</dt><dd>3</dd>")
        .contains("<code>faasrank train --seed 9</code>")
        .contains("a trace &lt;of&gt; ours")
        .contains("<b>70.0 %</b><span>of hashing, mean FCT after 90 episodes</span>")
        .contains("<tr class=\"best\"><th>30</th><td>90.0</td>")
        .contains("<tr class=\"best\"><th>90</th><td>70.0</td>")
        .contains("<tr class=\"\"><th>120</th><td>80.0</td>")
        .doesNotContain("http", "data:image");
    // means since the validation before: rows 31 to 60 have the values 31 to 60
    assertThat(page).contains("<th>60</th><td>80.0</td><td>45.500</td>");
  }

  /** One round of all workloads, and one validation of it. */
  /** As a training on a running cluster has none. */
  @Test
  void withoutValidationsThereIsNoTableOfThem() throws IOException {
    List<TrainingRow> rows =
        rows(2, 3, 120).stream().map(row -> row.withValidation(Double.NaN)).toList();
    StringWriter out = new StringWriter();
    new TrainingReport(new Provenance("faasrank", 9, "a trace", "3 invokers"), Map.of(), rows, 1)
        .writeHtml(out);
    assertThat(out.toString()).contains("<h2>Settings</h2>").doesNotContain("Validations");
  }

  @Test
  void aShortRunShowsNoTrendAndComparesNothingWithItself() throws IOException {
    List<TrainingRow> rows = rows(10, 3, 30);
    TrainingReport report =
        new TrainingReport(new Provenance("faasrank train", 9, "", ""), Map.of(), rows, 1);
    StringWriter out = new StringWriter();
    report.writeHtml(out);
    assertThat(out.toString())
        .contains("30 episodes. FCT", "too few episodes to compare the first with the last")
        .doesNotContain("first and the last 30", "Blue: their mean", "mean of 30 episodes")
        .doesNotContain("curve best");
  }

  /** A round of one episode. */
  @Test
  void aTrendThatIsTheEpisodesAgainIsNotDrawn() throws IOException {
    TrainingReport report =
        new TrainingReport(
            new Provenance("faasrank train", 9, "", ""), Map.of(), rows(1, 1, 15), 1);
    StringWriter out = new StringWriter();
    report.writeHtml(out);
    assertThat(out.toString())
        .contains("15 episodes. FCT", "too few episodes to compare the first with the last")
        .doesNotContain("first and the last 1", "Blue: their mean", "curve learned");
  }

  /** Updates of so many rollouts; validations of 90, 80, 70, 80 % every 30 episodes. */
  private static List<TrainingRow> rows(int workloads, int rollouts, int episodes) {
    List<TrainingRow> rows = new ArrayList<>();
    for (int e = 1; e <= episodes; e++) {
      int update = 1 + (e - 1) / rollouts;
      double percent = e % 30 == 0 ? (e == 120 ? 80 : 100 - e / 3.0) : Double.NaN;
      rows.add(
          new TrainingRow(
              e,
              update,
              "M" + update % workloads,
              -e / 3.0,
              e,
              -0.1,
              Double.NaN,
              1 / 3.0,
              0.1,
              2,
              0.5,
              1e-7,
              percent));
    }
    return rows;
  }

  private static double share(BufferedImage image, int rgb) {
    long count = 0;
    for (int x = 0; x < image.getWidth(); x++) {
      for (int y = 0; y < image.getHeight(); y++) {
        count += (image.getRGB(x, y) & 0xffffff) == rgb ? 1 : 0;
      }
    }
    return count / (double) (image.getWidth() * image.getHeight());
  }

  private static String csv(List<TrainingRow> rows) throws IOException {
    StringWriter out = new StringWriter();
    try (TrainingCsv csv = new TrainingCsv(out)) {
      for (TrainingRow row : rows) {
        csv.write(row);
      }
    }
    return out.toString();
  }
}
