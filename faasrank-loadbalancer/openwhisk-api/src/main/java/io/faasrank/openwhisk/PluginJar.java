package io.faasrank.openwhisk;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A drop-in jar beside its host: what lies in it, what it asks for, and whether the host has that.
 */
public final class PluginJar {

  /** What the host brings besides the types of {@link HostLinks}: its JDK and its libraries. */
  private static final List<String> HOST =
      List.of(
          "java/",
          "javax/",
          "org/w3c/dom/",
          "org/xml/sax/",
          "org/slf4j/",
          "com/fasterxml/jackson/",
          "com/typesafe/config/");

  /** Named by libraries for uses that are not ours, or annotations that need not be there. */
  private static final List<String> ABSENT =
      List.of(
          "io/github/resilience4j/",
          "net/sf/cglib/",
          "org/jspecify/",
          "com/google/errorprone/",
          "sun/misc/");

  private static final String HOST_JARS =
      ".*(slf4j-api|jackson-|/config-|scala-library|pekko|spray-json|openwhisk-api|kamon-core).*";

  private final Path jar;
  private final Set<String> files;
  private final References references;

  private PluginJar(Path jar, Set<String> files, References references) {
    this.jar = jar;
    this.files = files;
    this.references = references;
  }

  /** Reads the names of the jar's files and the references of its classes. */
  public static PluginJar read(Path jar) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      Set<String> files =
          zip.stream()
              .filter(entry -> !entry.isDirectory())
              .map(ZipEntry::getName)
              .collect(Collectors.toCollection(TreeSet::new));
      return new PluginJar(jar, files, References.of(jar));
    }
  }

  /** The files of the jar by their full names, sorted. */
  public Set<String> files() {
    return files;
  }

  /** Every symbol of the host that the jar references, as {@link HostLinks#symbols} lists them. */
  public Set<String> hostSymbols() {
    return HostLinks.symbols(references);
  }

  /** Those of them that the host does not have; empty when the jar will link. */
  public Set<String> unresolved() {
    return new HostLinks().unresolved(hostSymbols());
  }

  /**
   * The types that neither the jar nor the host brings.
   *
   * @param folder where in the jar classes may lie too, such as {@code agent/}
   */
  public Set<String> typesNowhere(String folder) {
    Predicate<String> there =
        type ->
            files.contains(type + ".class")
                || files.contains(folder + type + ".class")
                || HostLinks.isHosts(type)
                || HOST.stream().anyMatch(type::startsWith)
                || ABSENT.stream().anyMatch(type::startsWith);
    return references.types().stream()
        .filter(there.negate())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** A class loader of the jar and the host's libraries of this class path, and nothing else. */
  public URLClassLoader besideItsHost() throws MalformedURLException {
    List<URL> classPath = new ArrayList<>(List.of(jar.toUri().toURL()));
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      if (entry.matches(HOST_JARS)) {
        classPath.add(Path.of(entry).toUri().toURL());
      }
    }
    return new URLClassLoader(classPath.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }
}
