package io.faasrank.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * Guards against an explanation of another activation than the one asked for, against reasons that
 * differ between table and JSON, and against a question that ends in a stack trace.
 */
class ExplainCommandTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void saysWhyThatInvokerAndWhyNotAnother() throws IOException {
    assertThat(run("--activation", "40", "--format", "json")).as(err.toString()).isZero();
    JsonNode json = new ObjectMapper().readTree(out.toString());
    int chosen = json.path("chosen").asInt(-1);
    assertThat(json.path("activation").asText()).isEqualTo("40");
    assertThat(json.path("candidates").path(0).path("invoker").asInt()).isEqualTo(chosen);
    assertThat(json.path("candidates").path(0).path("besideTheChosen")).isEmpty();
    assertThat(json.path("movedBy")).hasSize(3);
    int other = json.path("candidates").path(2).path("invoker").asInt();
    double less =
        json.path("candidates").path(0).path("score").asDouble()
            - json.path("candidates").path(2).path("score").asDouble();
    String feature =
        json.path("candidates").path(2).path("besideTheChosen").path(0).path("feature").asText();
    out.getBuffer().setLength(0);

    assertThat(run("--activation", "40", "--why-not", Integer.toString(other))).isZero();

    assertThat(out.toString())
        .contains("Activation 40 of M1, ", "Under faasrank it went to invoker " + chosen)
        .contains("Under hashing it went to invoker ")
        .contains("Why invoker " + chosen + ": beside the mean of all candidates")
        .contains("Why not invoker " + other + ": it scored ")
        .contains(String.format(Locale.ROOT, "%.3f less", less), feature);
    assertThat(out.toString().lines()).allMatch(line -> line.length() < 240);
  }

  @Test
  void withoutANumberItIsTheSlowest() throws IOException {
    assertThat(run("--format", "json")).isZero();
    double slowest = seconds(out.toString());
    out.getBuffer().setLength(0);
    assertThat(run("--activation", "3", "--format", "json")).isZero();
    assertThat(seconds(out.toString())).isLessThan(slowest);
  }

  private static double seconds(String json) throws IOException {
    return new ObjectMapper().readTree(json).path("completionSeconds").asDouble();
  }

  @Test
  void aRuleHasItsScoresAlone() {
    assertThat(run("--policies", "hashing", "--activation", "0", "--why-not", "99")).isZero();
    assertThat(out.toString())
        .contains("was chosen by a rule", "Why not invoker 99: it was no candidate")
        .doesNotContain("Under faasrank");
    String chosen = out.toString().replaceFirst("(?s).*Invoker (\\d+) was chosen.*", "$1");
    assertThat(run("--policies", "hashing", "--activation", "0", "--why-not", chosen)).isZero();
    assertThat(out.toString()).contains("Invoker " + chosen + " is the one that was chosen.");
  }

  @Test
  void whatCannotBeExplainedIsOneLine() {
    assertThat(run("--activation", "100000")).isEqualTo(2);
    assertThat(run("--policies", "fpc")).isEqualTo(2);
    assertThat(err.toString().lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("faasrank: --activation: expected 0 to "),
            line -> assertThat(line).startsWith("faasrank: --policies: fpc has no scores"));
  }

  private int run(String... options) {
    String[] line = new String[options.length + 1];
    line[0] = "explain";
    System.arraycopy(options, 0, line, 1, options.length);
    return Commands.run(List.of(), new PrintWriter(out), new PrintWriter(err), line);
  }
}
