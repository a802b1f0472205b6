package io.faasrank.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Guards against a best rule that is no rule, losing regimes that do not come first, exceptions
 * that are left out, and columns that differ from those promised.
 */
final class RegimeFormatTest {

  private static final RegimeName EASY = new RegimeName("short", 0.2, "S", "paper", "cold");
  private static final RegimeName HARD =
      new RegimeName("<many>", 0.9, "3x4c2048m", "paper", "warm");

  private static final RegimeAnalysis TWO =
      new RegimeAnalysis(
          new Provenance("faasrank regimes", 1, "2 of each regime", "S"),
          List.of(
              new RegimeCell(
                  EASY,
                  List.of(
                      row("hashing", PolicyRole.REFERENCE, 4, 8),
                      row("prequal", PolicyRole.HEURISTIC, 2, 6),
                      slowing("faasrank", 1, 5, 130),
                      row("clairvoyant", PolicyRole.ORACLE, 0.5, 1))),
              new RegimeCell(
                  HARD,
                  List.of(
                      row("hashing", PolicyRole.REFERENCE, 10, 20),
                      row("prequal", PolicyRole.HEURISTIC, 20, 90),
                      slowing("faasrank", 16, 30, 200),
                      row("clairvoyant", PolicyRole.ORACLE, 9, 15)))));

  @Test
  void theBestRuleIsNeitherTheModelNorWhatStandsBeside() {
    assertThat(TWO.cells().get(1).best().policy().name()).isEqualTo("prequal");
    assertThat(TWO.cells().get(0).best().policy().name()).isEqualTo("hashing");
  }

  @Test
  void losingRegimesComeFirst() {
    assertThat(TWO.cells()).extracting(RegimeCell::regime).containsExactly(HARD, EASY);
  }

  @Test
  void standingsAreGeometricMeansOfPercentsOfTheBestRule() {
    RegimeAnalysis.Standing model = TWO.standings().get(2);
    assertThat(model.geometricMean()).isCloseTo(100 * Math.sqrt(0.5 * 1.6), within(1e-9));
    assertThat(model.worst()).isCloseTo(160, within(1e-9));
    assertThat(model.above()).isEqualTo(1);
    assertThat(model.tails()).as("30 of 20 s").isEqualTo(1);
    assertThat(TWO.standings().get(1).best()).isEqualTo(1);
  }

  @Test
  void functionsWorseOffAreListedBelowTheLoadThatMatters() {
    assertThat(TWO.worseOff()).hasSize(1);
    assertThat(TWO.worseOff().get(0).regime()).isEqualTo(EASY);
    assertThat(write(RegimeFormat.TEXT))
        .contains("short  0.2   S        paper   cold   f         ");
  }

  @Test
  void theListOfFunctionsWorseOffIsInEveryFormatOneByOne() throws IOException {
    StringWriter csv = new StringWriter();
    RegimeFormat.writeWorseOff(TWO, csv);
    assertThat(csv.toString().lines())
        .containsExactly(
            "kind,load,cluster,calibration,start,function,draw,calls,percent_of_hashing",
            "short,0.2,S,paper,cold,f,1,40,130.0");
    JsonNode json = new ObjectMapper().readTree(write(RegimeFormat.JSON)).path("worseOff");
    assertThat(json).hasSize(1);
    assertThat(json.at("/0/regime/kind").asText()).isEqualTo("short");
    assertThat(json.at("/0/function/repetition").asInt()).isEqualTo(1);
    assertThat(write(RegimeFormat.HTML)).contains("<td>f</td><td>1</td><td>40</td><td>130</td>");
    assertThat(write(RegimeFormat.TEXT)).containsPattern("cold +f +1 +40 +130");
  }

  @Test
  void failuresAreShownWhereThereAreAny() throws IOException {
    assertThat(write(RegimeFormat.TEXT)).doesNotContain("failed");
    assertThat(write(RegimeFormat.HTML)).doesNotContain("failed");
    RegimeRow failing =
        new RegimeRow(
            new EvaluatedPolicy("prequal", PolicyRole.HEURISTIC),
            1,
            2,
            2,
            0.031,
            Double.NaN,
            List.of(),
            List.of());
    RegimeAnalysis analysis =
        new RegimeAnalysis(
            new Provenance("faasrank regimes", 1, "1 of each regime", "S"),
            List.of(
                new RegimeCell(
                    EASY,
                    List.of(
                        row("hashing", PolicyRole.REFERENCE, 4, 8),
                        failing,
                        slowing("faasrank", 1, 5, 90)))));
    StringWriter text = new StringWriter();
    RegimeFormat.TEXT.write(analysis, text);
    assertThat(text.toString()).contains("failed %").containsPattern("2.0/2.0 +0.0/3.1");
    StringWriter html = new StringWriter();
    RegimeFormat.HTML.write(analysis, html);
    assertThat(html.toString()).contains("failed or timed out, %", "<td>0.0</td><td>3.1</td>");
    StringWriter json = new StringWriter();
    RegimeFormat.JSON.write(analysis, json);
    assertThat(
            new ObjectMapper()
                .readTree(json.toString())
                .at("/regimes/0/policies/prequal/failedShare")
                .asDouble())
        .isEqualTo(0.031);
  }

  @Test
  void csvHasALinePerRegimeAndPolicy() {
    assertThat(write(RegimeFormat.CSV).lines())
        .hasSize(1 + 2 * 4)
        .startsWith(
            "kind,load,cluster,calibration,start,policy,mean_s,p99_s",
            "<many>,0.9,3x4c2048m,paper,warm,hashing,10.0,20.0")
        .contains("short,0.2,S,paper,cold,faasrank,1.0,5.0");
  }

  @Test
  void textShowsTheModelAgainstTheBestRule() {
    assertThat(write(RegimeFormat.TEXT).lines())
        .contains(
            " faasrank                        89.4    160          1              1        0",
            " clairvoyant (beside)            47.4     90          0              0        0",
            "faasrank is within 102 % of the best rule in 1 of 2 regimes, at 89.4 % in the",
            "geometric mean; its p99 is above 110 % of that rule's in 1.");
    assertThat(write(RegimeFormat.HTML))
        .contains("faasrank is within 102 % of the best rule in 1 of 2 regimes");
    assertThat(write(RegimeFormat.TEXT).lines().filter(line -> line.contains("3x4c2048m")))
        .singleElement()
        .asString()
        .matches(
            " <many>  0.9   3x4c2048m +paper +warm +hashing +10.00 +160 +150 +200 +2.0/2.0 +90");
  }

  @Test
  void jsonHasEverything() throws IOException {
    JsonNode root = new ObjectMapper().readTree(write(RegimeFormat.JSON));
    assertThat(root.at("/standings/faasrank/above").asInt()).isEqualTo(1);
    assertThat(root.at("/regimes/1/policies/faasrank/percentOfBest").asDouble()).isEqualTo(50);
    assertThat(root.at("/regimes/1/policies/faasrank/slowed/0/function").asText()).isEqualTo("f");
  }

  @Test
  void htmlStandsAloneAndEscapesNames() {
    String page = write(RegimeFormat.HTML);
    assertThat(page)
        .doesNotContain("<many>", "http://", "https://", "src=", "@import", "url(")
        .contains("&lt;many&gt;", "class=\"better\" style=\"--t:85%\"", "class=\"worse\"");
  }

  @Test
  void windowsStandInTheirOrderInTheMap() throws IOException {
    List<RegimeCell> cells =
        Stream.of(EASY.window(1350, 1800), EASY.window(450, 900), EASY.window(0, 450))
            .map(name -> new RegimeCell(name, List.of(row("hashing", PolicyRole.REFERENCE, 4, 8))))
            .toList();
    StringWriter out = new StringWriter();
    RegimeFormat.HTML.write(
        new RegimeAnalysis(new Provenance("faasrank regimes", 1, "1 of each regime", "S"), cells),
        out);
    assertThat(out.toString())
        .containsSubsequence("cold 0..450 s", "cold 450..900 s", "cold 1350..1800 s");
    assertThat(out.toString().indexOf("cold 0..450 s"))
        .isLessThan(out.toString().indexOf("cold 1350..1800 s"));
  }

  @ParameterizedTest
  @EnumSource(RegimeFormat.class)
  void rulesAloneNeedNoModel(RegimeFormat format) throws IOException {
    RegimeAnalysis alone =
        new RegimeAnalysis(
            new Provenance("faasrank regimes", 1, "1 of each regime", "S"),
            List.of(new RegimeCell(EASY, List.of(row("hashing", PolicyRole.REFERENCE, 4, 8)))));
    StringWriter out = new StringWriter();
    format.write(alone, out);
    assertThat(out.toString()).contains("hashing").doesNotContain("NaN", "faasrank\"");
  }

  private static RegimeRow row(String name, PolicyRole role, double mean, double p99) {
    return new RegimeRow(
        new EvaluatedPolicy(name, role), mean, p99, 2, 0, Double.NaN, List.of(), List.of());
  }

  private static RegimeRow slowing(String name, double mean, double p99, double worst) {
    return new RegimeRow(
        new EvaluatedPolicy(name, PolicyRole.LEARNED),
        mean,
        p99,
        2,
        0,
        worst,
        List.of(new RegimeRow.Slowed("f", 1, 40, worst)),
        List.of());
  }

  private static String write(RegimeFormat format) {
    StringWriter out = new StringWriter();
    try {
      format.write(TWO, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString();
  }
}
