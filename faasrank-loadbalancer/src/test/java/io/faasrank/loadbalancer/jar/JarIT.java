package io.faasrank.loadbalancer.jar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.faasrank.openwhisk.OpenWhiskVersion;
import io.faasrank.openwhisk.PluginJar;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Guards the shipped jars in a controller's class path: a symbol that OpenWhisk, its libraries or
 * Java 11 do not have, a library that clashes with the host's or the other plugin's, a class that
 * nobody brings, what only training needs, and the wrong jar without a word.
 */
class JarIT {

  private static final String PEKKO = "faasrank.jar";
  private static final String AKKA = "faasrank.jar.akka";

  /** Reading one takes seconds. */
  private static final Map<String, PluginJar> READ = new HashMap<>();

  /** A controller needs no more: ten times its size means that training slipped in. */
  private static final long MOST_BYTES = 3_000_000;

  private static final Pattern EXPECTED =
      Pattern.compile(
          "io/faasrank/(loadbalancer|canary|cluster|event|feature|model|policy|reward)/.*"
              + "|META-INF/.*|reference\\.conf");

  @ParameterizedTest
  @CsvSource({PEKKO + ", MASTER", AKKA + ", RELEASE_2", AKKA + ", HELM_CHART"})
  void everySymbolOfTheHostExists(String property, OpenWhiskVersion version) throws Exception {
    PluginJar jar = jar(property);

    assertThat(jar.hostSymbols()).hasSizeGreaterThan(60);
    assertThat(jar.unresolved(version)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {PEKKO, AKKA})
  void isThinForJava11AndOutOfTheHostsWay(String property) throws Exception {
    PluginJar jar = jar(property);

    assertThat(jar.newestClassFile()).isEqualTo(PluginJar.JAVA_11);
    assertThat(jar.typesNowhere()).isEmpty();
    assertThat(jar.files())
        .allMatch(EXPECTED.asMatchPredicate())
        .contains("io/faasrank/model/general.safetensors", "io/faasrank/model/table1.safetensors");
    Path file = Path.of(System.getProperty(property));
    assertThat(ownReference(file))
        .contains("control-interval")
        .doesNotContain("contention-exponent");
    assertThat(Files.size(file)).isLessThan(MOST_BYTES);
  }

  /** The laboratory has a file of the same name, with the settings of the simulator. */
  private static String ownReference(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      InputStream text = file.getInputStream(file.getEntry("reference.conf"));
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void everyClassOfOursLoadsBesideTheHostsLibraries() throws Exception {
    PluginJar jar = jar(PEKKO);
    Set<String> files = jar.files();
    try (URLClassLoader controller = jar.besideItsHost()) {
      for (String file : files) {
        if (file.endsWith(".class") && !file.contains("/shaded/")) {
          String name = file.substring(0, file.length() - ".class".length()).replace('/', '.');
          // looks up the types of all members, without running anything
          assertThat(Class.forName(name, false, controller).getDeclaredMethods()).isNotNull();
        }
      }
    }
  }

  /** The host of this class path is on Pekko. */
  @Test
  void theWrongJarNamesTheRightOne() throws Exception {
    try (URLClassLoader controller = jar(AKKA).besideItsHost()) {
      assertThatThrownBy(
              () ->
                  Class.forName(
                      "io.faasrank.loadbalancer.openwhisk.FaaSRankBalancerProvider$",
                      true,
                      controller))
          .cause()
          .hasMessageEndingWith("put faasrank-loadbalancer-*-plugin.jar, for Pekko, in its place");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {PEKKO, AKKA})
  void holdsTheLicenceOfAllThatIsInIt(String property) throws Exception {
    assertThat(jar(property).files())
        .contains("META-INF/LICENSE", "META-INF/NOTICE")
        .contains("META-INF/licenses/jedis.txt")
        .contains("META-INF/licenses/redis-authx-core.txt")
        .contains("META-INF/licenses/json.txt");
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
