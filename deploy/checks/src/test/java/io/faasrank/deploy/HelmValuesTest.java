package io.faasrank.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

  /** The start script takes quotes, spaces and dollars in a variable apart; a file it leaves. */
  @Test
  void passwordsComeFromASecretAsAFileAndAnyOfThemSurvives(@TempDir Path conf) throws IOException {
    String password = "s3cr\\\"et' #$\\\\{x}";
    Files.writeString(
        conf.resolve("secrets.conf"),
        """
        faasrank.redis.password = "%1$s"
        faasrank.metrics.redis.password = "%1$s"
        """
            .formatted(password));
    String text = Repository.text("deploy/helm-values/secrets/kustomization.yaml");
    for (JsonNode patch : new YAMLMapper().readTree(text).get("patches")) {
      JsonNode set = new YAMLMapper().readTree(patch.get("patch").asText());
      String part = set.at("/metadata/name").asText().substring("ow-".length());
      JsonNode pod = set.at("/spec/template/spec");
      JsonNode container = pod.at("/containers/0");
      Rendered started =
          new Rendered(
              Map.of(container.at("/env/0/name").asText(), container.at("/env/0/value").asText()),
              List.of());

      assertThat(container.get("name").asText()).isEqualTo(part);
      assertThat(container.at("/volumeMounts/0/mountPath").asText()).isEqualTo("/faasrank");
      assertThat(container.at("/volumeMounts/0/name")).isEqualTo(pod.at("/volumes/0/name"));
      assertThat(pod.at("/volumes/0/secret/secretName").asText()).isEqualTo("faasrank-redis");
      assertThat(pod.at("/volumes/0/secret/items/0/key").asText()).isEqualTo(part);
      assertThat(pod.at("/volumes/0/secret/items/0/path").asText()).isEqualTo("secrets.conf");
      assertThat(started.file()).startsWith("include classpath(\"application.conf\")\n");
      assertThat(
              started
                  .config(conf)
                  .getString(
                      part.equals("controller")
                          ? "faasrank.redis.password"
                          : "faasrank.metrics.redis.password"))
          .isEqualTo("s3cr\"et' #$\\{x}");
    }
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
  void thePostRendererMountsThePasswords(@TempDir Path folder) throws IOException {
    Tool.require("kubectl", "kubernetes-client");
    String version = Tool.run(folder, Map.of(), "kubectl", "version", "--client").output();
    assumeTrue(version.contains("Kustomize Version: v5"), "an older kubectl: " + version);
    String port = "{name: PORT, value: \"8080\"}, {name: OPENWHISK_ENCODED_CONFIG, value: chart}";
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
        .contains("- key: controller\n            path: secrets.conf")
        .contains("- key: invoker\n            path: secrets.conf")
        .contains("name: OPENWHISK_ENCODED_CONFIG")
        .doesNotContain("value: chart");
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
