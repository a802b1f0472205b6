package io.faasrank.metrics.jar;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.openwhisk.PluginJar;
import java.net.URLClassLoader;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Guards the shipped jar in an invoker's class path: a symbol that OpenWhisk, Scala or Pekko does
 * not have, a library that clashes with the host's or the other plugin's, a class that nobody
 * brings.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JarIT {

  private PluginJar jar;

  @BeforeAll
  void readJar() throws Exception {
    jar = PluginJar.read(Path.of(System.getProperty("faasrank.jar")));
  }

  @Test
  void everySymbolOfOpenWhiskScalaAndPekkoExists() {
    assertThat(jar.hostSymbols()).hasSizeGreaterThan(60);
    assertThat(jar.unresolved()).isEmpty();
  }

  @Test
  void everyLibraryInTheJarIsOutOfTheWay() {
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
  void everyTypeIsInTheJarOrTheHosts() {
    assertThat(jar.typesNowhere("agent/")).isEmpty();
  }

  @Test
  void loadsBesideTheHostsLibrariesAsOpenWhiskLoadsIt() throws Exception {
    try (URLClassLoader invoker = jar.besideItsHost()) {
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
