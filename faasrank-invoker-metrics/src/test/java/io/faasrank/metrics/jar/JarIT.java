package io.faasrank.metrics.jar;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.openwhisk.HostLinks;
import io.faasrank.openwhisk.References;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/**
 * Guards the shipped jar in an invoker's class path: a symbol that OpenWhisk, Scala or Pekko does
 * not have, a library that clashes with the host's, a class that nobody brings.
 */
class JarIT {

  private static final Path JAR = Path.of(System.getProperty("faasrank.jar"));

  /** What the host brings: its JDK and its class path. */
  private static final List<String> HOST =
      List.of(
          "java/",
          "javax/",
          "org/w3c/dom/",
          "org/xml/sax/",
          "org/slf4j/",
          "com/fasterxml/jackson/",
          "com/typesafe/config/",
          "org/apache/openwhisk/",
          "org/apache/pekko/",
          "scala/",
          "spray/");

  /** Named by libraries for uses that are not ours, or annotations that need not be there. */
  private static final List<String> ABSENT =
      List.of(
          "io/github/resilience4j/",
          "net/sf/cglib/",
          "org/jspecify/",
          "com/google/errorprone/",
          "sun/misc/");

  @Test
  void everySymbolOfOpenWhiskScalaAndPekkoExists() throws Exception {
    Set<String> symbols = HostLinks.symbols(References.of(JAR));
    assertThat(symbols).hasSizeGreaterThan(60);
    assertThat(new HostLinks().unresolved(symbols)).isEmpty();
  }

  @Test
  void everyLibraryInTheJarIsOutOfTheHostsWay() throws Exception {
    List<String> elsewhere = new ArrayList<>();
    try (JarFile jar = new JarFile(JAR.toFile())) {
      for (JarEntry entry : jar.stream().toList()) {
        String name = entry.getName();
        boolean own = name.startsWith("io/faasrank/") || name.startsWith("agent/");
        if (name.endsWith(".class") && !own) {
          elsewhere.add(name);
        }
      }
      assertThat(jar.getEntry("reference.conf")).isNotNull();
    }
    assertThat(elsewhere).isEmpty();
  }

  @Test
  void everyTypeIsInTheJarOrTheHosts() throws Exception {
    Set<String> nowhere = new TreeSet<>();
    try (JarFile jar = new JarFile(JAR.toFile())) {
      for (String type : References.of(JAR).types()) {
        boolean there =
            jar.getEntry(type + ".class") != null
                || jar.getEntry("agent/" + type + ".class") != null
                || HOST.stream().anyMatch(type::startsWith)
                || ABSENT.stream().anyMatch(type::startsWith);
        if (!there) {
          nowhere.add(type);
        }
      }
    }
    assertThat(nowhere).isEmpty();
  }

  @Test
  void loadsBesideTheHostsLibrariesAsOpenWhiskLoadsIt() throws Exception {
    List<URL> classPath = new ArrayList<>(List.of(JAR.toUri().toURL()));
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      boolean host =
          entry.matches(".*(slf4j-api|jackson-|/config-|scala-library|pekko|spray-json).*\\.jar")
              || entry.contains("openwhisk-api");
      if (host) {
        classPath.add(Path.of(entry).toUri().toURL());
      }
    }
    try (URLClassLoader invoker =
        new URLClassLoader(classPath.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      Class<?> provider =
          Class.forName(
              "io.faasrank.metrics.openwhisk.MeteredContainerFactoryProvider$", true, invoker);
      Object module = provider.getField("MODULE$").get(provider);
      Class<?> trait =
          invoker.loadClass("org.apache.openwhisk.core.containerpool.ContainerFactoryProvider");
      assertThat(module).isInstanceOf(trait);
      Class<?> config = invoker.loadClass("com.typesafe.config.ConfigFactory");
      assertThat(config.getMethod("defaultReference").invoke(null).toString())
          .contains("container-factory-provider");
    }
  }
}
