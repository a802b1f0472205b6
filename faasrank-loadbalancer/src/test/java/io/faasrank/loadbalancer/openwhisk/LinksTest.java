package io.faasrank.loadbalancer.openwhisk;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.openwhisk.HostLinks;
import io.faasrank.openwhisk.HostType;
import io.faasrank.openwhisk.OpenWhiskVersion;
import io.faasrank.openwhisk.RecordedSignatures;
import io.faasrank.openwhisk.References;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.objectweb.asm.Type;

/**
 * Guards the start in a real controller: a symbol that OpenWhisk, Scala, Pekko or Kamon does not
 * have, and an override that overrides nothing there, which would leave the books empty.
 */
class LinksTest {

  @Test
  void everySymbolReferencedExists() throws Exception {
    Path classes =
        Path.of(FaaSRankBalancer.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Set<String> symbols = HostLinks.symbols(References.of(classes));
    // those of Java change on the way to the jar, which has a test of its own
    symbols.removeIf(symbol -> symbol.startsWith("java/"));
    assertThat(symbols)
        .contains("org/apache/openwhisk/common/NestedSemaphore availablePermits ()I");
    assertThat(new HostLinks(OpenWhiskVersion.MASTER).unresolved(symbols)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void everyOverrideIsOfARecordedMethod(OpenWhiskVersion version) {
    Set<String> recorded = new HashSet<>();
    for (String type : new String[] {"ShardingContainerPoolBalancer", "CommonLoadBalancer"}) {
      HostType host =
          Objects.requireNonNull(
              new RecordedSignatures(version)
                  .type("org/apache/openwhisk/core/loadBalancer/" + type));
      recorded.addAll(host.inherited());
    }
    Set<String> overrides =
        Arrays.stream(FaaSRankBalancer.class.getDeclaredMethods())
            .filter(method -> Modifier.isPublic(method.getModifiers()))
            .map(LinksTest::member)
            .collect(Collectors.toSet());
    assertThat(overrides).hasSize(9).isSubsetOf(recorded);
  }

  private static String member(Method method) {
    return method.getName() + ' ' + Type.getMethodDescriptor(method);
  }
}
