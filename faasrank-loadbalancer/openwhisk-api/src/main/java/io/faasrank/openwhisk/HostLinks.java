package io.faasrank.openwhisk;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Looks up references as the JVM of a host will: OpenWhisk's types in {@link RecordedSignatures},
 * those of its libraries there or in the very jars that it runs with, those of Java in Java 11. A
 * member is searched in its owner and all that the owner extends.
 */
public final class HostLinks {

  private static final String OPENWHISK = "org/apache/openwhisk/";

  private static final String AKKA = "akka/";

  /** Brought by OpenWhisk in the versions of the line on Pekko; the line on Akka has older ones. */
  private static final List<String> LIBRARIES =
      List.of(
          "org/apache/pekko/",
          AKKA,
          "com/fasterxml/jackson/",
          "com/typesafe/config/",
          "org/slf4j/");

  private static final List<String> SCALA = List.of("scala/", "spray/", "kamon/");

  private static final List<String> JAVA =
      List.of("java/", "javax/", "jdk/", "sun/", "com/sun/", "org/w3c/dom/", "org/xml/sax/");

  private static final Java11 JAVA_11 = new Java11();

  private final OpenWhiskVersion version;
  private final RecordedSignatures recorded;
  private final Map<String, @Nullable HostType> fromJars = new HashMap<>();

  public HostLinks(OpenWhiskVersion version) {
    this.version = version;
    this.recorded = new RecordedSignatures(version);
  }

  /** Whether OpenWhisk or its JDK, and not our jar, must bring the type. */
  public static boolean isHosts(String internalName) {
    return internalName.startsWith(OPENWHISK)
        || startsWithAny(internalName, SCALA)
        || startsWithAny(internalName, LIBRARIES)
        || startsWithAny(internalName, JAVA);
  }

  /** The references to the host's types and members, sorted. */
  public static Set<String> symbols(References references) {
    Set<String> symbols = new TreeSet<>();
    references.types().stream().filter(HostLinks::isHosts).forEach(symbols::add);
    references.members().stream().filter(HostLinks::isHosts).forEach(symbols::add);
    return symbols;
  }

  /** The references to Java's types and members that Java 11 does not have, sorted. */
  static Set<String> notInJava11(References references) {
    Set<String> symbols = symbols(references);
    symbols.removeIf(symbol -> !startsWithAny(symbol, JAVA));
    return new HostLinks(OpenWhiskVersion.MASTER).unresolved(symbols);
  }

  /** Those of the symbols that the host does not have; empty when the jar will link. */
  public Set<String> unresolved(Set<String> symbols) {
    Set<String> unresolved = new TreeSet<>();
    for (String symbol : symbols) {
      int space = symbol.indexOf(' ');
      boolean found =
          space < 0
              ? type(symbol) != null
              : declares(symbol.substring(0, space), symbol.substring(space + 1));
      if (!found) {
        unresolved.add(symbol);
      }
    }
    return unresolved;
  }

  private boolean declares(String owner, String member) {
    HostType type = type(owner);
    return type != null
        && (type.members().contains(member)
            || type.supertypes().stream().anyMatch(supertype -> declares(supertype, member)));
  }

  private @Nullable HostType type(String internalName) {
    if (startsWithAny(internalName, JAVA)) {
      return JAVA_11.type(internalName);
    }
    HostType known = recorded.type(internalName);
    if (known != null || internalName.startsWith(OPENWHISK)) {
      return known;
    }
    boolean mustBeRecorded =
        version.hasRecordedLibraries() && startsWithAny(internalName, LIBRARIES);
    return mustBeRecorded ? null : fromJars.computeIfAbsent(internalName, HostLinks::readFromJar);
  }

  private static @Nullable HostType readFromJar(String internalName) {
    ClassLoader loader = HostLinks.class.getClassLoader();
    try (InputStream bytes = loader.getResourceAsStream(internalName + ".class")) {
      return bytes == null ? null : ClassFiles.declarations(bytes.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean startsWithAny(String name, List<String> prefixes) {
    return prefixes.stream().anyMatch(name::startsWith);
  }
}
