package io.faasrank.testbed.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Guards the first command that anyone runs against a stack trace where its servers find no place
 * for their files. A process of its own, since a JVM reads that place once.
 */
@Timeout(120)
final class ServersThatDoNotStartTest {

  @ParameterizedTest
  @ValueSource(strings = {"demo", "testbed compare"})
  void theFolderToChangeIsNamed(String command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                (Path.of(System.getProperty("java.home"), "bin", "java")
                        + " -XX:TieredStopAtLevel=1 -Djava.io.tmpdir=pom.xml -cp "
                        + System.getProperty(
                            "surefire.test.class.path", System.getProperty("java.class.path"))
                        + " "
                        + Main.class.getName()
                        + " "
                        + command)
                    .split(" "))
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isEqualTo(1);
    assertThat(said.lines().toList())
        .as(said)
        .last()
        .asString()
        .startsWith("faasrank: no temporary folder can be made")
        .contains("pom.xml needs room and must allow execution")
        .endsWith("FAASRANK_JAVA_OPTS=-Djava.io.tmpdir=FOLDER");
    assertThat(said).doesNotContain("\tat ");
  }
}
