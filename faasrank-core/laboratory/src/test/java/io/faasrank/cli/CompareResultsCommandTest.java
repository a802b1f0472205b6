package io.faasrank.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.faasrank.experiment.SyntheticExperiment;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Guards against a gate that lets a worse result pass, stops an equal one, or trusts one that says
 * of itself that it cannot be trusted.
 */
class CompareResultsCommandTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  CompareResultsCommandTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** Hashing takes 1 / 0.58 of what the learned policy takes. */
  @Test
  void aWorseResultFailsAndABetterOnePasses() {
    String result = evaluate("a", 1);
    assertThat(compare(result, result, "--against", "hashing", "--fail-if", "fct>100%")).isZero();
    assertThat(out.toString())
        .contains("faasrank is faster in B: mean FCT 5", "fail if  fct>100%, faasrank: kept");
    String[] worse = {"--policies", "hashing", "--against", "faasrank", "--fail-if"};
    assertThat(compare(result, result, worse, "fct>105%", "--sure")).isEqualTo(3);
    assertThat(out.toString())
        .contains("hashing is slower in B", "fail if  fct>105%, hashing: crossed by mean, 17");
  }

  @Test
  void aResultBesideItselfIsEqualAndPaired() throws IOException {
    String result = evaluate("a", 1);
    assertThat(compare(result, result, "--fail-if", "fct>105%", "--format", "json")).isZero();
    JsonNode json = MAPPER.readTree(out.toString());
    assertThat(json.path("crossed").asBoolean(true)).isFalse();
    JsonNode only = json.path("comparisons").path(0);
    assertThat(json.path("comparisons")).hasSize(1);
    assertThat(only.path("after").asText()).isEqualTo("faasrank");
    assertThat(only.path("paired").asBoolean()).isTrue();
    assertThat(only.path("verdict").asText()).isEqualTo("no difference shown");
    assertThat(only.path("rows").path(0).path("percent").asDouble()).isEqualTo(100);
  }

  @Test
  void otherArrivalsAreNotPaired() {
    assertThat(compare(evaluate("a", 1), evaluate("b", 2))).isZero();
    assertThat(out.toString()).contains("not the same arrivals, so unpaired");
  }

  @Test
  void aResultOfAMachineThatWasTooSlowHasAnExitCodeOfItsOwn() throws IOException {
    String result = evaluate("a", 1);
    Path file = Path.of(result).resolve("evaluation.json");
    ObjectNode root = (ObjectNode) MAPPER.readTree(file.toFile());
    root.putArray("unsound").add("this machine is too slow for scale 20");
    MAPPER.writeValue(file.toFile(), root);
    assertThat(compare(result, result, "--fail-if", "fct>=100%")).isEqualTo(4);
    assertThat(out.toString()).contains("unsound  ", "too slow for scale 20");
  }

  /** Rules alone, on one small cluster, so that it is quick. */
  @Test
  void regimesAreComparedAsWorkloadsAre() throws IOException {
    String first = regimes("a", "--seed", "4");
    String same = regimes("b", "--seed", "4");
    assertThat(compare(first, same, "--fail-if", "fct{*}>100.1%")).as(err.toString()).isZero();
    assertThat(out.toString())
        .contains("3 repetitions, paired by their arrivals")
        .contains(" table2 0.2 S paper cold ", " mean ", "no difference shown")
        .doesNotContain("cold %");
    assertThat(out.toString().lines().filter(line -> !line.matches("[AB] .*")))
        .allMatch(line -> line.length() <= 80);

    String[] worse = {"--policies", "hashing", "--against", "affinity", "--fail-if"};
    assertThat(compare(first, same, worse, "p99{short 0.2 S paper cold}>105%")).isEqualTo(3);
    assertThat(out.toString()).contains("crossed by short 0.2 S paper cold, ");

    assertThat(compare(first, regimes("c", "--seed", "5"), "--format", "json")).isZero();
    JsonNode other = MAPPER.readTree(out.toString()).path("comparisons").path(0);
    assertThat(other.path("paired").asBoolean(true)).isFalse();
    refused("no workload is in both results", first, evaluate("d", 1));
  }

  private String regimes(String name, String... more) {
    String[] line = {
      "regimes",
      "--kinds",
      "table2,short",
      "--loads",
      "0.2",
      "--clusters",
      "S",
      "--starts",
      "cold",
      "--calibration",
      "paper",
      "--policies",
      "affinity",
      "--repetitions",
      "3",
      "--no-progress",
      "--out",
      folder.resolve(name).toString()
    };
    String[] all = Arrays.copyOf(line, line.length + more.length);
    System.arraycopy(more, 0, all, line.length, more.length);
    assertThat(run(all)).as(err.toString()).isZero();
    return folder.resolve(name).toString();
  }

  @Test
  void whatCannotBeComparedIsOneLine() throws IOException {
    String result = evaluate("a", 1);
    refused(
        "expected a folder of --out with evaluation.json or regimes.json, found ",
        result,
        folder.toString());
    refused("has no policy 'none', expected one of hashing", result, result, "--policies", "none");
    refused("--fail-if: expected for instance 'fct>105%'", result, result, "--fail-if", "fct>5");
    refused("both results must have that figure", result, result, "--fail-if", "fct{M9}>5%");
    Path damaged = Files.createDirectories(folder.resolve("c")).resolve("evaluation.json");
    Files.writeString(damaged, "{\"episodes\": 1}");
    refused("evaluation.json: episodes: expected a list", result, folder.resolve("c").toString());
    Files.writeString(damaged, "{");
    refused("evaluation.json: no JSON: ", result, folder.resolve("c").toString());
  }

  private void refused(String message, String a, String b, String... more) {
    err.getBuffer().setLength(0);
    assertThat(compare(a, b, more)).isEqualTo(2);
    assertThat(err.toString().lines()).singleElement().asString().contains(message);
  }

  private String evaluate(String name, long seed) {
    Path result = folder.resolve(name);
    assertThat(
            run(
                "evaluate",
                "--workloads",
                "M1,M2",
                "--repetitions",
                "5",
                "--no-progress",
                "--seed",
                Long.toString(seed),
                "--out",
                result.toString()))
        .as(err.toString())
        .isZero();
    return result.toString();
  }

  private int compare(String a, String b, String[] some, String... more) {
    String[] all = new String[some.length + more.length];
    System.arraycopy(some, 0, all, 0, some.length);
    System.arraycopy(more, 0, all, some.length, more.length);
    return compare(a, b, all);
  }

  private int compare(String a, String b, String... more) {
    out.getBuffer().setLength(0);
    String[] line = new String[more.length + 3];
    System.arraycopy(new String[] {"compare", a, b}, 0, line, 0, 3);
    System.arraycopy(more, 0, line, 3, more.length);
    return run(line);
  }

  private int run(String... arguments) {
    return Commands.run(
        List.of(),
        SyntheticExperiment::open,
        Clock.systemUTC(),
        new PrintWriter(out),
        new PrintWriter(err),
        arguments);
  }
}
