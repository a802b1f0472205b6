package io.faasrank.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

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

    for (JsonNode patch : new YAMLMapper().readTree(text).get("patches")) {
      JsonNode set = new YAMLMapper().readTree(patch.get("patch").asText());
      JsonNode variable = set.at("/spec/template/spec/containers/0/env/0");
      assertThat(variable.get("name").asText()).endsWith("_redis_password");
      assertThat(variable.has("value")).isFalse();
      assertThat(variable.at("/valueFrom/secretKeyRef/name").asText()).isEqualTo("faasrank-redis");
    }
  }

  private static Map<String, String> properties(String options) {
    return Stream.of(options.split("\\s+", -1))
        .filter(option -> !option.isEmpty())
        .map(option -> option.substring("-D".length()).split("=", 2))
        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
  }
}
