package io.faasrank.testbed.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Guards against a report whose command line does something else than was done. */
final class AttachCommandTest {

  private static final String REQUIRED =
      "--kafka h:1 --redis redis://h:2 --api http://h:3 --auth u:k ";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--topic-prefix ow.",
        "--package other",
        "--beside-others",
        "--metrics http://a:1/metrics,http://b:2/metrics",
        "--first 4",
        "--seed 7",
        "--repetitions 3",
        "--noise-floor",
        "--modes hashing,faasrank",
        "--workloads M1,M3"
      })
  void whatDiffersFromTheDefaultIsSaid(String option) {
    String command = commandOf(REQUIRED + option);
    assertThat(command).contains(option).doesNotContain("u:k");
    assertThat(commandOf(command.substring(command.indexOf("--")))).isEqualTo(command);
  }

  @Test
  void defaultsAreNotSaid() {
    assertThat(commandOf(REQUIRED))
        .doesNotContain(
            List.of("--topic-prefix", "--package", "--beside-others", "--metrics", "--noise"));
  }

  private static String commandOf(String options) {
    AttachCommand command = new AttachCommand();
    new CommandLine(command)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .parseArgs(options.strip().split(" +"));
    return command.command();
  }
}
