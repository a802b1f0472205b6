package io.faasrank.testbed.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Guards a demo that is ended while its servers start against stack traces of theirs, and against
 * files left behind. Each case waits for a file that the broker makes on its way.
 */
@Timeout(120)
final class InterruptedStartTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"", "server.properties", "data/meta.properties", "data/bootstrap.checkpoint"})
  void saysThatItWasInterruptedAndNoMore(String made, @TempDir Path folder)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + folder,
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Main.class.getName(),
                "demo")
            .redirectErrorStream(true)
            .start();
    await()
        .pollInterval(Duration.ofMillis(2))
        .atMost(Duration.ofSeconds(60))
        .until(() -> broker(folder).stream().anyMatch(it -> Files.exists(it.resolve(made))));

    assertThat(process.toHandle().destroy()).isTrue();

    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isEqualTo(143);
    List<String> lines = said.lines().toList();
    assertThat(lines).hasSizeBetween(1, 2);
    assertThat(lines.get(0)).startsWith("faasrank: starting Kafka and Redis");
    assertThat(lines.subList(1, lines.size())).isSubsetOf("faasrank: interrupted");
    assertThat(broker(folder)).isEmpty();
  }

  private static List<Path> broker(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("faasrank-kafka-"))
          .toList();
    }
  }
}
