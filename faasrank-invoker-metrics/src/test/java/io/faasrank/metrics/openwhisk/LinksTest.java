package io.faasrank.metrics.openwhisk;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.openwhisk.HostLinks;
import io.faasrank.openwhisk.HostType;
import io.faasrank.openwhisk.OpenWhiskVersion;
import io.faasrank.openwhisk.RecordedSignatures;
import io.faasrank.openwhisk.References;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.objectweb.asm.Type;

/**
 * Guards the start in a real invoker: a symbol that OpenWhisk, Scala or Pekko does not have, and a
 * method of OpenWhisk's traits that the wrappers would not pass on.
 */
class LinksTest {

  @Test
  void everySymbolReferencedExists() throws Exception {
    Path classes =
        Path.of(MeteredContainer.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Set<String> symbols =
        HostLinks.symbols(References.of(classes, file -> file.startsWith("io/faasrank/")));
    // those of Java change on the way to the jar, which has a test of its own
    symbols.removeIf(symbol -> symbol.startsWith("java/"));
    assertThat(symbols)
        .contains(
            "org/apache/openwhisk/core/entity/InvokerInstanceId userMemory"
                + " ()Lorg/apache/openwhisk/core/entity/ByteSize;");
    assertThat(new HostLinks(OpenWhiskVersion.MASTER).unresolved(symbols)).isEmpty();
  }

  /** The traits that this is compiled against have what any version has. */
  @Test
  void whatIsPassedOnByNameIsFound() {
    assertThat(MeteredContainer.VERSIONED).hasSize(10).allMatch(VersionedCall::isThere);
    assertThat(MeteredContainerFactory.VERSIONED).hasSize(2).allMatch(VersionedCall::isThere);
  }

  /** Those of the Helm chart's OpenWhisk are other ones. */
  @ParameterizedTest
  @CsvSource({
    "MASTER, MeteredContainer, Container",
    "MASTER, MeteredContainerFactory, ContainerFactory",
    "MASTER, MeteredContainerFactoryProvider$, ContainerFactoryProvider",
    "RELEASE_2, MeteredContainer, Container",
    "RELEASE_2, MeteredContainerFactory, ContainerFactory",
    "HELM_CHART, MeteredContainer, Container",
    "HELM_CHART, MeteredContainerFactory, ContainerFactory",
  })
  void everyInstanceMethodOfTheTraitIsPassedOn(
      OpenWhiskVersion version, String wrapper, String trait) throws Exception {
    HostType type =
        Objects.requireNonNull(
            new RecordedSignatures(version)
                .type("org/apache/openwhisk/core/containerpool/" + trait));
    Set<String> ofTrait = new TreeSet<>();
    for (Set<String> members : List.of(type.toImplement(), type.inherited())) {
      members.forEach(member -> ofTrait.add(member.replace("Lakka/", "Lorg/apache/pekko/")));
    }
    Method[] methods =
        Class.forName("io.faasrank.metrics.openwhisk." + wrapper).getDeclaredMethods();
    assertThat(
            Arrays.stream(methods)
                .map(method -> method.getName() + ' ' + Type.getMethodDescriptor(method))
                .collect(Collectors.toSet()))
        .containsAll(ofTrait);
  }
}
