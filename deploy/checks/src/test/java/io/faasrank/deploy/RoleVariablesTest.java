package io.faasrank.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Guards the names that the role knows, in vars/main.yml, against those of the code: a key that is
 * added must be settable, and a name that reaches no key is what the role refuses.
 */
class RoleVariablesTest {

  /** What secrets.conf holds, so that nobody gives it by a variable. */
  private static final Set<String> SECRETS =
      Set.of("redis.user", "redis.password", "redis.tls-trust-store-password");

  /** The address of another Redis for the log; the rest of its settings are those of the first. */
  private static final Set<String> OF_ANOTHER_REDIS =
      Set.of("events.redis.host", "events.redis.port");

  /** Of the stand-alone agent, and the one that the plugin sets. */
  private static final Set<String> NOT_OF_THE_ROLE =
      Set.of("agent.invoker", "agent.unique-name", "container-factory-provider");

  private static final JsonNode ROLE = role();

  @ParameterizedTest
  @CsvSource({
    "controller, faasrank-loadbalancer, faasrank",
    "invoker, faasrank-invoker-metrics, faasrank.metrics",
  })
  void everyKeyIsSetByTheRoleOrFree(String part, String module, String root) {
    Set<String> keys = new TreeSet<>();
    ConfigFactory.parseFile(Repository.file(module + "/src/main/resources/reference.conf").toFile())
        .getConfig(root)
        .entrySet()
        .forEach(entry -> keys.add(entry.getKey()));
    keys.removeAll(SECRETS);
    if (part.equals("controller")) {
      keys.addAll(OF_ANOTHER_REDIS);
    }
    keys.removeAll(NOT_OF_THE_ROLE);

    Set<String> known = new TreeSet<>();
    ROLE.at("/__faasrank_" + part + "_env")
        .fieldNames()
        .forEachRemaining(variable -> known.add(keyBelow(root, variable)));
    for (JsonNode variable : ROLE.at("/__faasrank_free_env/" + part)) {
      assertThat(known.add(keyBelow(root, variable.asText()))).as(variable.asText()).isTrue();
    }

    assertThat(known).isEqualTo(keys);
  }

  @Test
  void theModelsAreTheShippedOnes() {
    List<String> shipped = new ArrayList<>();
    for (JsonNode model : ROLE.at("/__faasrank_models")) {
      shipped.add(model.asText() + ".safetensors");
    }

    Path models = Repository.file("faasrank-core/src/main/resources/io/faasrank/model");
    assertThat(models.toFile().list((folder, name) -> name.endsWith(".safetensors")))
        .containsExactlyInAnyOrderElementsOf(shipped);
  }

  private static String keyBelow(String root, String variable) {
    String key = Environment.key(variable);
    assertThat(key).startsWith(root + ".");
    return key.substring(root.length() + 1);
  }

  private static JsonNode role() {
    try {
      return new YAMLMapper()
          .readTree(Repository.text("deploy/ansible/roles/faasrank/vars/main.yml"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
