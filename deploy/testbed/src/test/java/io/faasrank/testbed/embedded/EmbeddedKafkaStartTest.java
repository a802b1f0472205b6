package io.faasrank.testbed.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.faasrank.testbed.wire.KafkaClients;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Guards against a port that another process took: one start on it must be followed by another, and
 * must never end this process, as Kafka's controller does by itself.
 */
final class EmbeddedKafkaStartTest {

  /** Which of the two ports is taken: the broker's or the controller's. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void aTakenPortIsFollowedByAnother(int which) throws IOException {
    AtomicInteger attempts = new AtomicInteger();
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        EmbeddedKafka kafka =
            EmbeddedKafka.start(
                () ->
                    attempts.getAndIncrement() == 0 ? withTaken(which, taken) : FreePorts.two())) {
      KafkaClients.ensureTopics(kafka.bootstrapServers(), List.of("t"));
      assertThat(attempts.get()).isGreaterThan(1);
    }
    assertThat(leftBehind()).isEmpty();
  }

  @Test
  void noFreePortIsAnError() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> EmbeddedKafka.start(() -> withTaken(1, taken)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("the broker does not start: ")
          .hasMessageContaining("BindException")
          .hasStackTraceContaining(":" + taken.getLocalPort());
    }
    assertThat(leftBehind()).isEmpty();
  }

  private static int[] withTaken(int which, ServerSocket taken) {
    int[] ports = FreePorts.two();
    ports[which] = taken.getLocalPort();
    return ports;
  }

  private static List<Path> leftBehind() throws IOException {
    String own = "faasrank-kafka-" + ProcessHandle.current().pid() + "-";
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files.filter(file -> file.getFileName().toString().startsWith(own)).toList();
    }
  }
}
