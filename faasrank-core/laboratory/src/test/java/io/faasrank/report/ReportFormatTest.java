package io.faasrank.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Guards against figures in the wrong row or column, against NaN in files that cannot hold it, and
 * against a page that loads something or breaks on a name with markup in it.
 */
class ReportFormatTest {

  private static final Analysis EXAMPLE = new Analysis(SmallEvaluation.example());
  private static final Analysis SINGLE =
      new Analysis(
          new SmallEvaluation(List.of("M1"), 1)
              .with("hashing", PolicyRole.REFERENCE, new double[][][] {{{1, 2}}})
              .with("empty", PolicyRole.HEURISTIC, new double[][][] {{{}}})
              .evaluation());

  @Test
  void tableAlignsOneRowPerPolicy() throws IOException {
    List<String> lines = write(ReportFormat.TABLE, EXAMPLE).lines().toList();
    assertThat(lines.subList(0, 7))
        .containsExactly(
            "Mean FCT, % of hashing (lower is better)",
            " policy       mean     M1     M2",
            " hashing     100.0  100.0  100.0",
            " a            90.0  100.0   80.0",
            " b            77.5   75.0   80.0",
            " <faasrank>   55.0   50.0   60.0",
            " oracle        4.2    3.3    5.0");
    assertThat(lines)
        .contains(" <faasrank>   -22.5    -     -       2/2        0/2")
        .contains("Too few repetitions to tell a difference from chance: 2, intervals need 3")
        .contains("data     by hand", "cluster  one invoker", "seed     7, 2 repetitions")
        .noneMatch(line -> line.endsWith(" ") || line.contains("NaN"));
  }

  @Test
  void csvHasOneLinePerFigure() throws IOException {
    try (CSVParser parser =
        CSVFormat.DEFAULT
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .get()
            .parse(new StringReader(write(ReportFormat.CSV, EXAMPLE)))) {
      List<CSVRecord> records = parser.getRecords();
      assertThat(records).hasSize(5 * 3 * (Metric.values().length - 1));
      assertThat(records)
          .filteredOn(r -> r.get("policy").equals("<faasrank>") && r.get("workload").equals("M2"))
          .filteredOn(r -> r.get("metric").equals("relative_fct"))
          .singleElement()
          .extracting(r -> r.get("value") + r.get("low") + r.get("high") + r.get("unit"))
          .isEqualTo("60.0% of hashing");
      assertThat(records)
          .filteredOn(r -> r.get("function").equals("G") && r.get("policy").equals("b"))
          .extracting(r -> r.get("workload") + ' ' + r.get("value"))
          .containsExactly("all 75.862069", "all 11.0");
    }
  }

  @Test
  void jsonHoldsTablesEpisodesAndProvenance() throws IOException {
    JsonNode root = new ObjectMapper().readTree(write(ReportFormat.JSON, EXAMPLE));
    assertThat(root.at("/provenance/seed").asLong()).isEqualTo(7);
    assertThat(root.at("/tables/relative_fct/policies/<faasrank>/M1/value").asDouble())
        .isEqualTo(50);
    assertThat(root.at("/episodes")).hasSize(20);
    assertThat(root.at("/episodes/0/meanSeconds").asDouble()).isEqualTo(2);
    assertThat(root.at("/episodes/0/inFlightEachSecond").toString()).isEqualTo("[2,1,1,0]");
    assertThat(root.at("/episodes/1").has("inFlightEachSecond")).isFalse();
  }

  @Test
  void htmlStandsAloneAndEscapesNames() throws IOException {
    String page = write(ReportFormat.HTML, EXAMPLE);
    assertThat(page).doesNotContain("<faasrank>", "http://", "https://", "src=", "@import", "url(");
    assertThat(page).contains("&lt;faasrank&gt;", "a &amp; &lt;b&gt;", "by hand");
    assertThat(page).contains("55.0 %", "-22.5 points", "from each workload");
    assertThat(page).contains("Fewer than 3 repetitions are too few to tell", "on 2 workloads");
    assertThat(page).as("there are none").doesNotContain("95 % intervals", "Shaded cells differ");
    assertThat(page.split("<li class=\"", -1)).hasSize(1 + 5 + 3 + 5);
    assertThat(page.split("<svg class=\"wide\"", -1)).hasSize(1 + 4);
    assertThat(page.split("<svg class=\"narrow\"", -1)).hasSize(1 + 4);
    assertThat(page.split("<circle", -1)).hasSize(1 + 2 * 4 * 2);
    assertThat(page.split("class=\"curve", -1)).hasSize(1 + 2 * (3 + 5));
  }

  @Test
  void threeRepetitionsHaveIntervals() throws IOException {
    double[][][] hashing = {{{10}, {12}, {14}}};
    double[][][] faster = {{{5}, {6}, {7.5}}};
    Analysis three =
        new Analysis(
            new SmallEvaluation(List.of("M1"), 3)
                .with("hashing", PolicyRole.REFERENCE, hashing)
                .with("b", PolicyRole.HEURISTIC, faster)
                .evaluation());
    assertThat(write(ReportFormat.TABLE, three))
        .contains(" b         45.6   57.1  +-5.8")
        .doesNotContain("Too few");
    assertThat(write(ReportFormat.CSV, three)).contains("b,mean,,relative_fct,% of hashing,51.38");
    assertThat(write(ReportFormat.HTML, three)).doesNotContain("too few to tell");
  }

  @ParameterizedTest
  @EnumSource(ReportFormat.class)
  void missingFiguresAreNeverNaN(ReportFormat format) throws IOException {
    String text = write(format, SINGLE);
    assertThat(text).doesNotContain("NaN", "Infinity").contains("hashing");
  }

  private static String write(ReportFormat format, Analysis analysis) throws IOException {
    StringWriter out = new StringWriter();
    format.write(analysis, out);
    return out.toString();
  }
}
