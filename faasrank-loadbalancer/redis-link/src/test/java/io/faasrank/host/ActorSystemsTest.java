package io.faasrank.host;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Guards the line that an operator reads who has taken the wrong one of the two jars. */
class ActorSystemsTest {

  /** This class path has neither Pekko nor Akka, as an OpenWhisk on Akka has no Pekko. */
  @Test
  void namesTheRightJarInOneLine() {
    assertThatThrownBy(() -> ActorSystems.check("faasrank-loadbalancer"))
        .hasMessage(
            "faasrank-loadbalancer-*-plugin.jar is for OpenWhisk on Pekko, and this one has none:"
                + " put faasrank-loadbalancer-*-openwhisk-2-plugin.jar, for Akka, in its place");
  }
}
