package io.faasrank.metrics.openwhisk;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.openwhisk.HostLinks;
import io.faasrank.openwhisk.HostType;
import io.faasrank.openwhisk.RecordedSignatures;
import io.faasrank.openwhisk.References;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
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
    Set<String> symbols = HostLinks.symbols(References.of(classes));
    assertThat(symbols)
        .contains(
            "org/apache/openwhisk/core/entity/InvokerInstanceId userMemory"
                + " ()Lorg/apache/openwhisk/core/entity/ByteSize;");
    assertThat(new HostLinks().unresolved(symbols)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "MeteredContainer, Container",
    "MeteredContainerFactory, ContainerFactory",
    "MeteredContainerFactoryProvider$, ContainerFactoryProvider"
  })
  void everyInstanceMethodOfTheTraitIsPassedOn(String wrapper, String trait) throws Exception {
    HostType type =
        Objects.requireNonNull(
            new RecordedSignatures().type("org/apache/openwhisk/core/containerpool/" + trait));
    Set<String> ofTrait = new TreeSet<>(type.toImplement());
    ofTrait.addAll(type.inherited());
    Method[] methods =
        Class.forName("io.faasrank.metrics.openwhisk." + wrapper).getDeclaredMethods();
    assertThat(
            Arrays.stream(methods)
                .map(method -> method.getName() + ' ' + Type.getMethodDescriptor(method))
                .collect(Collectors.toSet()))
        .containsAll(ofTrait);
  }
}
