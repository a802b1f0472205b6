package io.faasrank.openwhisk;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Looks up references as the host's JVM will: OpenWhisk's types in {@link RecordedSignatures},
 * those of Scala, Pekko, spray and Kamon in the very jars that OpenWhisk runs with. A member is
 * searched in its owner and all that the owner extends.
 */
public final class HostLinks {

  private static final String OPENWHISK = "org/apache/openwhisk/";

  private static final List<String> HOST =
      List.of(OPENWHISK, "scala/", "org/apache/pekko/", "spray/", "kamon/");

  private final RecordedSignatures recorded = new RecordedSignatures();
  private final Map<String, HostType> fromJars = new HashMap<>();

  /** Whether the host, and not our jar, must bring the type. */
  public static boolean isHosts(String internalName) {
    return HOST.stream().anyMatch(internalName::startsWith);
  }

  /** The references to the host's types and members, sorted. */
  public static Set<String> symbols(References references) {
    Set<String> symbols = new TreeSet<>();
    references.types().stream().filter(HostLinks::isHosts).forEach(symbols::add);
    references.members().stream().filter(HostLinks::isHosts).forEach(symbols::add);
    return symbols;
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
    if (internalName.startsWith(OPENWHISK)) {
      return recorded.type(internalName);
    }
    return fromJars.computeIfAbsent(internalName, HostLinks::readFromJar);
  }

  private static @Nullable HostType readFromJar(String internalName) {
    ClassLoader loader = HostLinks.class.getClassLoader();
    try (InputStream bytes = loader.getResourceAsStream(internalName + ".class")) {
      if (bytes == null) {
        return null;
      }
      Declarations declarations = new Declarations();
      new ClassReader(bytes).accept(declarations, ClassReader.SKIP_CODE);
      return new HostType(
          List.copyOf(declarations.supertypes),
          declarations.members,
          Set.of(),
          declarations.members);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Declarations extends ClassVisitor {

    private final Set<String> supertypes = new HashSet<>();
    private final Set<String> members = new HashSet<>();

    Declarations() {
      super(Opcodes.ASM9);
    }

    @Override
    public void visit(
        int version,
        int access,
        String name,
        @Nullable String signature,
        @Nullable String superName,
        String[] interfaces) {
      if (superName != null) {
        supertypes.add(superName);
      }
      supertypes.addAll(Arrays.asList(interfaces));
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      members.add(name + ' ' + descriptor);
      return null;
    }

    @Override
    public @Nullable FieldVisitor visitField(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        @Nullable Object value) {
      members.add(name + ' ' + descriptor);
      return null;
    }
  }
}
