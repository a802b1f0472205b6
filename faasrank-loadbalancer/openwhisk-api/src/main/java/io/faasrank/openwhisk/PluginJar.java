package io.faasrank.openwhisk;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A drop-in jar beside its host: what lies in it, what it asks for, and whether the host has that.
 */
public final class PluginJar {

  /** Major version of the class files of Java 11. */
  public static final int JAVA_11 = 55;

  /** Where a class file says so, in bytes from its start. */
  private static final int MAJOR_VERSION = 6;

  /** Named by libraries for uses that are not ours, or annotations that need not be there. */
  private static final List<String> ABSENT =
      List.of(
          "io/github/resilience4j/",
          "net/sf/cglib/",
          "org/jspecify/",
          "com/google/errorprone/",
          "xyz/wagyourtail/jvmdg/j16/RecordComponents");

  /** Where the stand-alone agent has libraries that a host would bring. */
  private static final String AGENT = "agent/";

  private static final String HOST_JARS =
      ".*(slf4j-api|jackson-|/config-|scala-library|pekko|spray-json|openwhisk-api|kamon-core).*";

  private final Path jar;
  private final Set<String> files;
  private final References references;
  private final References agent;

  private PluginJar(Path jar, Set<String> files, References references, References agent) {
    this.jar = jar;
    this.files = files;
    this.references = references;
    this.agent = agent;
  }

  /** Reads the names of the jar's files and the references of its classes. */
  public static PluginJar read(Path jar) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      Set<String> files =
          zip.stream()
              .filter(entry -> !entry.isDirectory())
              .map(ZipEntry::getName)
              .collect(Collectors.toCollection(TreeSet::new));
      return new PluginJar(
          jar,
          files,
          References.of(jar, file -> !file.startsWith(AGENT)),
          References.of(jar, file -> file.startsWith(AGENT)));
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

  /** Those of them that this OpenWhisk on Java 11 does not have; empty when the jar will link. */
  public Set<String> unresolved(OpenWhiskVersion version) {
    return new HostLinks(version).unresolved(hostSymbols());
  }

  /** Name and descriptor of each member that a class of the jar declares. */
  public Set<String> members(String internalName) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      return ClassFiles.declarations(bytes(zip, internalName + ".class")).members();
    }
  }

  /** The newest version of a class file in the jar, as major number. */
  public int newestClassFile() throws IOException {
    int newest = 0;
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (String file : files) {
        if (file.endsWith(".class")) {
          newest = Math.max(newest, ByteBuffer.wrap(bytes(zip, file)).getShort(MAJOR_VERSION));
        }
      }
    }
    return newest;
  }

  private static byte[] bytes(ZipFile zip, String file) throws IOException {
    ZipEntry entry = Objects.requireNonNull(zip.getEntry(file), file);
    return zip.getInputStream(entry).readAllBytes();
  }

  /** What the libraries of the stand-alone agent ask of Java and Java 11 does not have. */
  public Set<String> unresolvedByTheAgent() {
    return HostLinks.notInJava11(agent);
  }

  /** The types that neither the jar nor the host brings. */
  public Set<String> typesNowhere() {
    Predicate<String> there =
        type ->
            files.contains(type + ".class")
                || files.contains(AGENT + type + ".class")
                || HostLinks.isHosts(type)
                || ABSENT.stream().anyMatch(type::startsWith);
    return Stream.of(references, agent)
        .flatMap(read -> read.types().stream())
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
