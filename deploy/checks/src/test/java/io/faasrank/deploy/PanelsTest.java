package io.faasrank.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Guards the dashboard against panels that show a wrong number: each query is asked over series
 * whose right answer is known. The cases are in {@code grafana/panels-test.yml}.
 */
class PanelsTest {

  private static final Path FOLDER = Path.of("deploy/checks/src/test/resources/grafana");

  private static final Pattern SELECTOR = Pattern.compile("\\b\\w+_faasrank_\\w+(.{0,23})");

  private static final YAMLMapper YAML = new YAMLMapper();

  /** Queries as Grafana sends them, by the panel's title and, where it has several, a letter. */
  private static Map<String, String> queries() throws IOException {
    Map<String, String> queries = new TreeMap<>();
    JsonNode dashboard = YAML.readTree(Repository.text("deploy/grafana/dashboard.json"));
    for (JsonNode panel : dashboard.get("panels")) {
      JsonNode targets = panel.path("targets");
      for (JsonNode target : targets) {
        String title = panel.get("title").asText();
        String letter = targets.size() == 1 ? "" : " / " + target.get("refId").asText();
        queries.put(title + letter, target.get("expr").asText());
      }
    }
    return queries;
  }

  private static JsonNode cases() throws IOException {
    return YAML.readTree(Repository.text(FOLDER.resolve("panels-test.yml").toString()));
  }

  @Test
  void everyPanelShowsTheRightValue(@TempDir Path folder) throws IOException {
    Tool.require("promtool", "prometheus");
    Map<String, String> queries = queries();
    ObjectNode file = YAML.createObjectNode();
    file.put("evaluation_interval", "1m");
    ArrayNode tests = file.putArray("tests");
    for (JsonNode each : cases()) {
      ObjectNode test = tests.addObject();
      test.put("name", each.get("name").asText()).put("interval", "1m");
      test.set("input_series", each.get("input_series"));
      ArrayNode asked = test.putArray("promql_expr_test");
      each.get("panels")
          .properties()
          .forEach(
              panel -> {
                assertThat(queries).containsKey(panel.getKey());
                ObjectNode question =
                    asked
                        .addObject()
                        .put("expr", rounded(queries.getOrDefault(panel.getKey(), ""), each))
                        .put("eval_time", each.get("at").asText());
                ArrayNode samples = question.putArray("exp_samples");
                panel
                    .getValue()
                    .properties()
                    .forEach(
                        value ->
                            samples
                                .addObject()
                                .put("labels", value.getKey())
                                .put("value", value.getValue().asDouble()));
              });
    }
    Path written = Files.writeString(folder.resolve("panels.yml"), YAML.writeValueAsString(file));

    Tool.Outcome outcome =
        Tool.run(folder, Map.of(), "promtool", "test", "rules", written.toString());

    assertThat(outcome.exit()).as(outcome.output()).isZero();
  }

  /** Nine decimals are enough for a time of a decision, and hide how a quotient is rounded. */
  private static String rounded(String query, JsonNode test) {
    return "round(("
        + query
            .replace("$__rate_interval", "5m")
            .replace("$instance", test.path("controllers").asText(".*"))
        + ") * 1e9) / 1e9";
  }

  @Test
  void everyQueryHasACaseInWhichItShowsSomething() throws IOException {
    Set<String> shown = new TreeSet<>();
    for (JsonNode each : cases()) {
      each.get("panels")
          .properties()
          .forEach(
              panel -> {
                if (!panel.getValue().isEmpty()) {
                  shown.add(panel.getKey());
                }
              });
    }

    assertThat(shown).containsExactlyElementsOf(queries().keySet());
  }

  /** Else a panel would show all controllers where one is chosen. */
  @Test
  void everyQueryAsksTheControllersThatAreChosen() throws IOException {
    queries()
        .forEach(
            (panel, query) ->
                assertThat(SELECTOR.matcher(query).results().map(match -> match.group(1)))
                    .as(panel)
                    .isNotEmpty()
                    .allMatch(after -> after.startsWith("{instance=~\"$instance\"")));
  }
}
