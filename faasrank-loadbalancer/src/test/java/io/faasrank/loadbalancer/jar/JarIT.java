package io.faasrank.loadbalancer.jar;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.openwhisk.PluginJar;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Guards the shipped jar in a controller's class path: a symbol that OpenWhisk, Scala or Pekko does
 * not have, a library that clashes with the host's or the other plugin's, a class that nobody
 * brings, and what only training needs.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JarIT {

  private static final Path JAR = Path.of(System.getProperty("faasrank.jar"));

  /** A controller needs no more: ten times its size means that training slipped in. */
  private static final long MOST_BYTES = 3_000_000;

  private static final Pattern EXPECTED =
      Pattern.compile(
          "io/faasrank/(loadbalancer|cluster|feature|model|policy|reward)/.*"
              + "|META-INF/.*|reference\\.conf");

  private PluginJar jar;

  @BeforeAll
  void readJar() throws Exception {
    jar = PluginJar.read(JAR);
  }

  @Test
  void isThinAndOutOfTheHostsWay() throws Exception {
    assertThat(jar.files())
        .allMatch(EXPECTED.asMatchPredicate())
        .contains("io/faasrank/model/extended.safetensors", "io/faasrank/model/table1.safetensors");
    assertThat(ownReference()).contains("control-interval").doesNotContain("contention-exponent");
    assertThat(Files.size(JAR)).isLessThan(MOST_BYTES);
  }

  /** The laboratory has a file of the same name, with the settings of the simulator. */
  private static String ownReference() throws IOException {
    try (JarFile file = new JarFile(JAR.toFile())) {
      InputStream text = file.getInputStream(file.getEntry("reference.conf"));
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void everySymbolOfTheHostExists() {
    assertThat(jar.unresolved()).isEmpty();
  }

  @Test
  void everyTypeIsInTheJarOrTheHosts() {
    assertThat(jar.typesNowhere("")).isEmpty();
  }

  @Test
  void everyClassOfOursLoadsBesideTheHostsLibraries() throws Exception {
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
}
