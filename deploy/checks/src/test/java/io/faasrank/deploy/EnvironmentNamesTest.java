package io.faasrank.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Guards against a variable that reaches no key: a name that differs in one letter is ignored, by
 * OpenWhisk and by Typesafe config, without a word.
 */
class EnvironmentNamesTest {

  private static final Pattern VARIABLE =
      Pattern.compile("\\bCONFIG_(?:[A-Za-z0-9]+_)+[A-Za-z0-9]+\\b");

  /** Keys given as properties of a JVM, in the options of a Helm chart. */
  private static final Pattern PROPERTY =
      Pattern.compile("-D((?:[A-Za-z][A-Za-z0-9-]*\\.)+[A-Za-z0-9-]+)=");

  /** Keys of OpenWhisk's and of Pekko, each with the file of OpenWhisk's source that has it. */
  private static final Set<String> OF_OPENWHISK =
      Set.of(
          // core/controller/src/main/resources/reference.conf
          "whisk.spi.LoadBalancerProvider",
          "whisk.spi.EntitlementSpiProvider",
          // core/invoker/src/main/resources/reference.conf
          "whisk.spi.ContainerFactoryProvider",
          "whisk.spi.InvokerProvider",
          "whisk.spi.InvokerServerProvider",
          // common/scala/src/main/resources/application.conf
          "whisk.metrics.prometheus-enabled",
          // ansible/roles/controller/tasks/join_pekko_cluster.yml
          "pekko.cluster.seed-nodes.0");

  /** Keys of Java and of DJL that the learner's process is started with. */
  private static final Set<String> OF_LIBRARIES = Set.of("java.awt.headless", "ai.djl.offline");

  private static final Config KEYS =
      ConfigFactory.parseFile(
              Repository.file("faasrank-loadbalancer/src/main/resources/reference.conf").toFile())
          .withFallback(
              ConfigFactory.parseFile(
                  Repository.file("faasrank-invoker-metrics/src/main/resources/reference.conf")
                      .toFile()));

  /** The log's Redis has the keys of the common one, and none of its own where nothing is set. */
  private static final Config OURS =
      KEYS.withFallback(KEYS.getConfig("faasrank.redis").atPath("faasrank.events.redis"));

  @ParameterizedTest
  @CsvSource({
    "CONFIG_whisk_spi_LoadBalancerProvider, whisk.spi.LoadBalancerProvider",
    "CONFIG_faasrank_maxActions, faasrank.max-actions",
    "CONFIG_faasrank_redis_tlsTrustStorePassword, faasrank.redis.tls-trust-store-password",
    "CONFIG_pekko_remote_netty_tcp_bindPort, pekko.remote.netty.tcp.bind-port",
    "CONFIG_a_bCD_E, a.b-cD.E",
  })
  void namesTranslateAsOpenWhiskDoesIt(String variable, String key) {
    assertThat(Environment.key(variable)).isEqualTo(key);
  }

  @Test
  void everyVariableReachesAKey() {
    Set<String> variables = new TreeSet<>();
    List<String> lost = new ArrayList<>();
    for (Path file : named()) {
      VARIABLE
          .matcher(Repository.text(file))
          .results()
          .map(match -> match.group())
          // the example of the rule in docs/metrics.md
          .filter(variable -> !variable.equals("CONFIG_a_bCd"))
          .forEach(
              variable -> {
                variables.add(variable);
                if (!known(Environment.key(variable))) {
                  lost.add(file + ": " + variable + " is " + Environment.key(variable));
                }
              });
    }

    assertThat(lost).isEmpty();
    assertThat(variables)
        .as("the pattern finds what is known to be there")
        .contains("CONFIG_faasrank_maxActions", "CONFIG_faasrank_metrics_procRoot");
  }

  @Test
  void everyPropertyIsAKey() {
    List<String> lost = new ArrayList<>();
    for (Path file : named()) {
      PROPERTY
          .matcher(Repository.text(file))
          .results()
          .map(match -> match.group(1))
          .filter(key -> !known(key))
          .forEach(key -> lost.add(file + ": " + key));
    }

    assertThat(lost).isEmpty();
  }

  private static List<Path> named() {
    List<Path> files = new ArrayList<>(Repository.deployed());
    for (String document : List.of("quickstart", "metrics", "configuration", "operations")) {
      files.add(Repository.file("docs/" + document + ".md"));
    }
    return files;
  }

  @Test
  void aSectionIsNoKey() {
    assertThat(known("faasrank.redis.host")).isTrue();
    assertThat(known("faasrank.redis")).isFalse();
  }

  private static boolean known(String key) {
    return OF_OPENWHISK.contains(key)
        || OF_LIBRARIES.contains(key)
        || (key.startsWith("faasrank.")
            && OURS.hasPath(key)
            && OURS.getValue(key).valueType() != ConfigValueType.OBJECT);
  }
}
