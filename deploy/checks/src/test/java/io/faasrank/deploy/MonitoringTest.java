package io.faasrank.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.faasrank.loadbalancer.observe.OperatorMetric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Guards the dashboard and the alerts against names and labels that no controller emits, which
 * Prometheus answers with silence, and the alerts against never being raised, or always, or leaving
 * their reader alone.
 */
class MonitoringTest {

  private static final Pattern METRIC =
      Pattern.compile(
          "\\b(?!histogram_quantile)((?:counter|gauge|histogram)_\\w+)(?:\\{([^}]*)})?");

  private static final Pattern MATCHER = Pattern.compile("(\\w+)(?:!=|=~|=)\"");
  private static final Pattern GROUPED = Pattern.compile("\\b(?:by|on) \\(([a-z, ]*)\\)");

  /** Set by Prometheus, by Kamon's histograms, and by Grafana. */
  private static final Set<String> ANYBODYS = Set.of("instance", "le");

  private static final YAMLMapper YAML = new YAMLMapper();

  private static Map<String, Set<String>> emitted = Map.of();

  @BeforeAll
  static void emit() {
    emitted = PrometheusNames.emitted();
  }

  @Test
  void everyQueryOfTheDashboardFindsItsMetric() throws IOException {
    List<String> queries = new ArrayList<>();
    dashboard().findValues("expr").forEach(query -> queries.add(query.asText()));

    assertThat(queries).hasSizeGreaterThan(20).allSatisfy(MonitoringTest::assertThatKnown);
  }

  /** Each query as a rule that Prometheus' own tool reads, with a value for Grafana's variables. */
  @Test
  void prometheusReadsEveryQueryOfTheDashboard(@TempDir Path folder) throws IOException {
    Tool.require("promtool", "prometheus");
    ArrayNode rules = YAML.createArrayNode();
    for (JsonNode query : dashboard().findValues("expr")) {
      rules
          .addObject()
          .put("record", "query:" + rules.size())
          .put("expr", query.asText().replace("$__rate_interval", "5m").replace("$instance", ".*"));
    }
    ObjectNode file = YAML.createObjectNode();
    file.putArray("groups").addObject().put("name", "dashboard").set("rules", rules);
    Path written = Files.writeString(folder.resolve("queries.yml"), YAML.writeValueAsString(file));

    Tool.Outcome outcome =
        Tool.run(folder, Map.of(), "promtool", "check", "rules", written.toString());

    assertThat(outcome.exit()).as(outcome.output()).isZero();
    assertThat(outcome.output()).contains("SUCCESS: " + rules.size() + " rules found");
  }

  @Test
  void everyAlertNamesItsParagraph() throws IOException {
    Set<String> anchors = new Markdown(Repository.file("docs/operations.md")).anchors();
    JsonNode rules =
        YAML.readTree(Repository.text("deploy/grafana/rules.yml")).at("/groups/0/rules");
    assertThat(rules).isNotEmpty();
    for (JsonNode rule : rules) {
      String alert = rule.get("alert").asText();
      String anchor = alert.toLowerCase(Locale.ROOT);
      assertThat(rule.at("/annotations/runbook").asText())
          .as(alert)
          .isEqualTo("docs/operations.md#" + anchor);
      assertThat(anchors).contains(anchor);
      assertThat(Repository.text("deploy/grafana/README.md")).contains("| " + alert + " |");
    }
  }

  @Test
  void everyMetricIsOnTheDashboardAndExplained() {
    String dashboard = Repository.text("deploy/grafana/dashboard.json");
    String explained = Repository.text("docs/operations.md");
    for (OperatorMetric metric : OperatorMetric.values()) {
      assertThat(dashboard).contains("_faasrank_" + metric.metricName() + "_counter");
      assertThat(explained).contains("`" + metric.metricName() + "`");
    }
  }

  @Test
  void everyRuleFindsItsMetric() throws IOException {
    List<JsonNode> rules =
        YAML.readTree(Repository.text("deploy/grafana/rules.yml")).findValues("expr");

    assertThat(rules).isNotEmpty().allSatisfy(rule -> assertThatKnown(rule.asText()));
  }

  /** Every panel has its own place, as Grafana moves what overlaps. */
  @Test
  void panelsDoNotOverlap() throws IOException {
    Set<String> taken = new HashSet<>();
    for (JsonNode panel : dashboard().get("panels")) {
      JsonNode place = panel.get("gridPos");
      for (int x = 0; x < place.get("w").asInt(); x++) {
        for (int y = 0; y < place.get("h").asInt(); y++) {
          int column = place.get("x").asInt() + x;
          assertThat(column).as(panel.get("title").asText()).isLessThan(24);
          assertThat(taken.add(column + "," + (place.get("y").asInt() + y)))
              .as(panel.get("title").asText())
              .isTrue();
        }
      }
    }
  }

  @Test
  void theRulesAreRaisedWhenTheyMustAndOnlyThen(@TempDir Path folder) throws IOException {
    Tool.require("promtool", "prometheus");
    Path rules = Repository.file("deploy/grafana/rules.yml");
    Path played =
        Files.writeString(
            folder.resolve("rules-test.yml"),
            Repository.text("deploy/checks/src/test/resources/grafana/rules-test.yml")
                .replace("RULES", rules.toString()));

    Tool.Outcome outcome =
        Tool.run(folder, Map.of(), "promtool", "test", "rules", played.toString());

    assertThat(outcome.exit()).as(outcome.output()).isZero();
    Set<String> alerts = new TreeSet<>();
    YAML.readTree(Repository.text(rules)).findValues("alert").forEach(a -> alerts.add(a.asText()));
    Set<String> raised = new TreeSet<>();
    Set<String> silent = new TreeSet<>();
    for (JsonNode test : YAML.readTree(Repository.text(played)).get("tests")) {
      for (JsonNode question : test.path("alert_rule_test")) {
        (question.path("exp_alerts").isEmpty() ? silent : raised)
            .add(question.get("alertname").asText());
      }
    }
    assertThat(raised).isEqualTo(alerts);
    assertThat(silent).isEqualTo(alerts);
  }

  private static JsonNode dashboard() throws IOException {
    return YAML.readTree(Repository.text("deploy/grafana/dashboard.json"));
  }

  private static void assertThatKnown(String query) {
    Set<String> labels = new TreeSet<>(ANYBODYS);
    List<MatchResult> metrics = METRIC.matcher(query).results().toList();
    assertThat(metrics).as(query).isNotEmpty();
    for (MatchResult metric : metrics) {
      assertThat(emitted).as(query).containsKey(metric.group(1));
      Set<String> own = emitted.getOrDefault(metric.group(1), Set.of());
      labels.addAll(own);
      if (metric.group(2) != null) {
        MATCHER
            .matcher(metric.group(2))
            .results()
            .map(match -> match.group(1))
            .filter(label -> !ANYBODYS.contains(label))
            .forEach(label -> assertThat(own).as(query).contains(label));
      }
    }
    GROUPED
        .matcher(query)
        .results()
        .flatMap(match -> Pattern.compile(", ?").splitAsStream(match.group(1)))
        .filter(label -> !label.isEmpty())
        .forEach(label -> assertThat(labels).as(query).contains(label));
  }
}
