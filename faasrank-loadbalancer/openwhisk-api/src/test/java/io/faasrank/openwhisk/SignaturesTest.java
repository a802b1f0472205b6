package io.faasrank.openwhisk;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.Type;

/**
 * Guards against code that compiles here and does not link in OpenWhisk: a declaration with another
 * descriptor, superclass or place than the type that was recorded.
 */
class SignaturesTest {

  private final RecordedSignatures recorded = new RecordedSignatures(OpenWhiskVersion.MASTER);
  private final RecordedSignatures helmChart = new RecordedSignatures(OpenWhiskVersion.HELM_CHART);

  @Test
  void everyDeclarationIsRecorded() throws Exception {
    List<String> unrecorded = new ArrayList<>();
    for (Class<?> declared : declaredTypes()) {
      String name = Type.getInternalName(declared);
      HostType type = recorded.type(name);
      if (type == null) {
        unrecorded.add(name);
        continue;
      }
      for (Class<?> supertype : supertypes(declared)) {
        if (!type.supertypes().contains(Type.getInternalName(supertype))) {
          unrecorded.add(name + " extends " + supertype);
        }
      }
      for (Method method : declared.getDeclaredMethods()) {
        String member = method.getName() + ' ' + Type.getMethodDescriptor(method);
        boolean sameKind =
            Modifier.isAbstract(method.getModifiers())
                ? type.toImplement().contains(member)
                : type.members().contains(member) && !type.toImplement().contains(member);
        if (!sameKind && !isOfTheHelmCharts(method, name, member)) {
          unrecorded.add(name + ' ' + member);
        }
      }
      for (Constructor<?> constructor : declared.getConstructors()) {
        String member = "<init> " + Type.getConstructorDescriptor(constructor);
        if (constructor.getParameterCount() > 0 && !type.members().contains(member)) {
          unrecorded.add(name + ' ' + member);
        }
      }
    }
    assertThat(unrecorded).isEmpty();
  }

  /**
   * A member that is no longer there in master: never abstract here, so that nobody must have it.
   */
  private boolean isOfTheHelmCharts(Method method, String type, String member) {
    return method.isDefault()
        && Objects.requireNonNull(helmChart.type(type)).members().contains(member);
  }

  @Test
  void abstractMembersAreDeclaredInFull() throws Exception {
    for (Class<?> declared : declaredTypes()) {
      if (declared.isInterface() && declared.getDeclaredMethods().length > 0) {
        HostType type = Objects.requireNonNull(recorded.type(Type.getInternalName(declared)));
        List<String> members = new ArrayList<>();
        for (Method method : declared.getDeclaredMethods()) {
          members.add(method.getName() + ' ' + Type.getMethodDescriptor(method));
        }
        assertThat(members).as(declared.getName()).containsAll(type.toImplement());
      }
    }
  }

  @Test
  void seesWhatTheHostDoesNotHave() {
    HostLinks links = new HostLinks(OpenWhiskVersion.MASTER);
    String inherited =
        "org/apache/openwhisk/core/entity/ExecutableWhiskAction rev ()Ljava/lang/String;";
    String inJar = "scala/Some get ()Ljava/lang/Object;";
    String ofJava = "java/util/SplittableRandom nextDouble ()D";
    assertThat(links.unresolved(Set.of(inherited, inJar, ofJava, "scala/Some"))).isEmpty();
    Set<String> wrong =
        Set.of(
            "org/apache/openwhisk/core/entity/ExecutableWhiskAction rev ()I",
            "org/apache/openwhisk/core/NoSuchType",
            "scala/Some getOrThrow ()Ljava/lang/Object;",
            "java/util/random/RandomGenerator",
            "java/lang/String formatted ([Ljava/lang/Object;)Ljava/lang/String;",
            "org/apache/pekko/NoSuchType");
    assertThat(links.unresolved(wrong)).isEqualTo(wrong);
  }

  /** Jackson 2.14, which the release brings, has no such method; 2.21 of the class path has. */
  @Test
  void anOlderOpenWhiskHasOlderLibraries() {
    String fields = "com/fasterxml/jackson/databind/JsonNode fieldNames ()Ljava/util/Iterator;";
    String later = "com/fasterxml/jackson/databind/JsonNode properties ()Ljava/util/Set;";
    String pekko = "org/apache/pekko/actor/ActorSystem";
    assertThat(new HostLinks(OpenWhiskVersion.RELEASE_2).unresolved(Set.of(fields, later, pekko)))
        .containsExactlyInAnyOrder(later, pekko);
  }

  @Test
  void findsReferencesInCodeDescriptorsAndLambdas() throws Exception {
    Path classes = classesFolder(SampleReferences.class);
    Set<String> symbols =
        HostLinks.symbols(References.of(classes, file -> file.endsWith("SampleReferences.class")));
    assertThat(symbols)
        .contains(
            "scala/Option",
            "scala/Option isEmpty ()Z",
            "scala/Function1 apply (Ljava/lang/Object;)Ljava/lang/Object;",
            "org/apache/openwhisk/core/entity/ByteSize toMB ()J");
    assertThat(new HostLinks(OpenWhiskVersion.MASTER).unresolved(symbols)).isEmpty();
  }

  private static List<Class<?>> supertypes(Class<?> declared) {
    List<Class<?>> supertypes = new ArrayList<>(Arrays.asList(declared.getInterfaces()));
    Class<?> superclass = declared.getSuperclass();
    if (superclass != null && superclass != Object.class) {
      supertypes.add(superclass);
    }
    return supertypes;
  }

  private static List<Class<?>> declaredTypes() throws Exception {
    Path root = classesFolder(Signature.class);
    List<Class<?>> types = new ArrayList<>();
    try (Stream<Path> files = Files.walk(root.resolve("org/apache/openwhisk"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
        String name = root.relativize(file).toString().replace('/', '.');
        types.add(Class.forName(name.substring(0, name.length() - ".class".length())));
      }
    }
    assertThat(types).hasSizeGreaterThan(15);
    return types;
  }

  private static Path classesFolder(Class<?> type) throws Exception {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }
}
