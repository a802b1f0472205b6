package io.faasrank.metrics.jar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.faasrank.openwhisk.OpenWhiskVersion;
import io.faasrank.openwhisk.PluginJar;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Guards the shipped jars in an invoker's class path: a symbol that OpenWhisk, its libraries or
 * Java 11 do not have, a library that clashes with the host's or the other plugin's, a class that
 * nobody brings, and the wrong jar without a word.
 */
class JarIT {

  private static final String PEKKO = "faasrank.jar";
  private static final String AKKA = "faasrank.jar.akka";

  /** Reading one takes seconds. */
  private static final Map<String, PluginJar> READ = new HashMap<>();

  private static final String PROVIDER =
      "io.faasrank.metrics.openwhisk.MeteredContainerFactoryProvider$";

  @ParameterizedTest
  @CsvSource({PEKKO + ", MASTER", AKKA + ", RELEASE_2", AKKA + ", HELM_CHART"})
  void everySymbolOfTheHostExists(String property, OpenWhiskVersion version) throws Exception {
    PluginJar jar = jar(property);

    assertThat(jar.hostSymbols()).hasSizeGreaterThan(60);
    assertThat(jar.unresolved(version)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {PEKKO, AKKA})
  void everythingInTheJarIsForJava11AndOutOfTheWay(String property) throws Exception {
    PluginJar jar = jar(property);

    assertThat(jar.newestClassFile()).isEqualTo(PluginJar.JAVA_11);
    assertThat(jar.unresolvedByTheAgent()).isEmpty();
    assertThat(jar.typesNowhere()).isEmpty();
    assertThat(jar.files())
        .contains("reference.conf")
        .filteredOn(file -> file.endsWith(".class"))
        .allMatch(
            file ->
                file.startsWith("io/faasrank/metrics/")
                    || file.startsWith("io/faasrank/cluster/")
                    || file.startsWith("agent/"));
  }

  @Test
  void loadsBesideTheHostsLibrariesAsOpenWhiskLoadsIt() throws Exception {
    try (URLClassLoader invoker = jar(PEKKO).besideItsHost()) {
      Class<?> provider = Class.forName(PROVIDER, true, invoker);
      Object module = provider.getField("MODULE$").get(provider);
      Class<?> trait =
          invoker.loadClass("org.apache.openwhisk.core.containerpool.ContainerFactoryProvider");
      assertThat(module).isInstanceOf(trait);
      Class<?> config = invoker.loadClass("com.typesafe.config.ConfigFactory");
      assertThat(config.getMethod("defaultReference").invoke(null).toString())
          .contains("container-factory-provider");
    }
  }

  /** The host of this class path is on Pekko. */
  @Test
  void theWrongJarNamesTheRightOne() throws Exception {
    try (URLClassLoader invoker = jar(AKKA).besideItsHost()) {
      assertThatThrownBy(() -> Class.forName(PROVIDER, true, invoker))
          .cause()
          .hasMessageEndingWith(
              "put faasrank-invoker-metrics-*-plugin.jar, for Pekko, in its place");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {PEKKO, AKKA})
  void holdsTheLicenceOfAllThatIsInIt(String property) throws Exception {
    assertThat(jar(property).files())
        .contains("META-INF/LICENSE", "META-INF/NOTICE")
        .contains("META-INF/licenses/jedis.txt")
        .contains("META-INF/licenses/redis-authx-core.txt")
        .contains("META-INF/licenses/json.txt")
        .contains("META-INF/licenses/oshi.txt")
        .contains("META-INF/licenses/slf4j.txt");
  }

  private static PluginJar jar(String property) throws Exception {
    PluginJar jar = READ.get(property);
    if (jar == null) {
      jar = PluginJar.read(Path.of(System.getProperty(property)));
      READ.put(property, jar);
    }
    return jar;
  }
}
