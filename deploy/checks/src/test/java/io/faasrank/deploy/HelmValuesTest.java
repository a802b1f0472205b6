package io.faasrank.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Guards against values that the chart would overrule, and against a secret among them. That every
 * property is a key is EnvironmentNamesTest's.
 */
class HelmValuesTest {

  @Test
  void namesEveryClassThatOpenWhisksDefaultsWouldReplace() throws IOException {
    JsonNode values =
        new YAMLMapper().readTree(Repository.text("deploy/helm-values/faasrank.yaml"));

    assertThat(values.at("/scheduler/enabled").asText()).isEqualTo("false");
    assertThat(properties(values.at("/controller/options").asText()))
        .containsEntry(
            "whisk.spi.LoadBalancerProvider",
            "io.faasrank.loadbalancer.openwhisk.FaaSRankBalancerProvider")
        .containsKey("whisk.spi.EntitlementSpiProvider")
        .containsEntry("faasrank.mode", "shadow");
    assertThat(properties(values.at("/invoker/options").asText()))
        .containsKeys("whisk.spi.InvokerProvider", "whisk.spi.InvokerServerProvider")
        .as("the chart's own option comes later and would win; the image has the variable")
        .doesNotContainKey("whisk.spi.ContainerFactoryProvider");
    assertThat(values.toString()).doesNotContainIgnoringCase("password");
  }

  @Test
  void passwordsComeFromASecret() throws IOException {
    String text = Repository.text("deploy/helm-values/secrets/kustomization.yaml");
    List<JsonNode> patches = new ArrayList<>();
    for (JsonNode patch : new YAMLMapper().readTree(text).get("patches")) {
      patches.add(new YAMLMapper().readTree(patch.get("patch").asText()));
    }

    assertThat(patches)
        .containsExactly(
            patch("controller", "CONFIG_faasrank_redis_password"),
            patch("invoker", "CONFIG_faasrank_metrics_redis_password"));
  }

  private static JsonNode patch(String part, String variable) throws IOException {
    String env = "{name: %s, valueFrom: {secretKeyRef: {name: faasrank-redis, key: %s}}}";
    return new YAMLMapper().readTree(statefulSet(part, env.formatted(variable, part)));
  }

  private static String statefulSet(String part, String env) {
    return """
    apiVersion: apps/v1
    kind: StatefulSet
    metadata: {name: ow-%1$s}
    spec:
      template:
        spec:
          containers:
            - name: %1$s
              env: [%2$s]
    """
        .formatted(part, env);
  }

  /** What Helm's post-renderer makes of a chart's output, of which these two are the part. */
  @Test
  void thePostRendererAddsThePasswords(@TempDir Path folder) throws IOException {
    Tool.require("kubectl", "kubernetes-client");
    String version = Tool.run(folder, Map.of(), "kubectl", "version", "--client").output();
    assumeTrue(version.contains("Kustomize Version: v5"), "an older kubectl: " + version);
    String port = "{name: PORT, value: \"8080\"}";
    Path chart =
        Files.writeString(
            folder.resolve("chart.yaml"),
            statefulSet("controller", port) + "---\n" + statefulSet("invoker", port));
    String renderer = Repository.file("deploy/helm-values/secrets/post-render").toString();

    Tool.Outcome outcome =
        Tool.run(folder, Map.of(), "bash", "-c", "\"$0\" <\"$1\"", renderer, chart.toString());

    assertThat(outcome.exit()).as(outcome.output()).isZero();
    assertThat(outcome.output())
        .contains("name: PORT")
        .contains("name: CONFIG_faasrank_redis_password\n          valueFrom:")
        .contains("name: CONFIG_faasrank_metrics_redis_password\n          valueFrom:");
  }

  /** Helm 4 finds the program by this file. */
  @Test
  void thePluginNamesThePostRenderer() throws IOException {
    JsonNode plugin =
        new YAMLMapper().readTree(Repository.text("deploy/helm-values/secrets/plugin.yaml"));

    String command = plugin.at("/runtimeConfig/platformCommand/0/command").asText();
    String inFolder = command.replace("${HELM_PLUGIN_DIR}", "deploy/helm-values/secrets");
    assertThat(Repository.file(inFolder)).isExecutable();
    assertThat(Repository.text("deploy/helm-values/README.md"))
        .contains("--post-renderer " + plugin.get("name").asText());
  }

  private static Map<String, String> properties(String options) {
    return Stream.of(options.split("\\s+", -1))
        .filter(option -> !option.isEmpty())
        .map(option -> option.substring("-D".length()).split("=", 2))
        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
  }
}
