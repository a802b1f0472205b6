package io.faasrank.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A program of the machine. A test that needs one which is not installed is skipped, and says so.
 */
final class Tool {

  /** What a program printed, both streams in one, and how it ended. */
  record Outcome(int exit, String output) {}

  private Tool() {}

  /**
   * Skips the test where a program is missing.
   *
   * @param debianPackage what to install, as .ci/run does
   */
  static void require(String program, String debianPackage) {
    boolean present =
        Stream.of(System.getenv("PATH").split(":", -1))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    String notice = "skipped: %s is missing; install the Debian package %s";
    if (!present) {
      System.out.println(notice.formatted(program, debianPackage));
    }
    assumeTrue(present, notice.formatted(program, debianPackage));
  }

  static Outcome run(Path folder, Map<String, String> environment, String... command) {
    return run(folder, environment, List.of(command));
  }

  static Outcome run(Path folder, Map<String, String> environment, List<String> command) {
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
      // what somebody's shell sets for Ansible changes what it prints, and does
      builder.environment().keySet().removeIf(name -> name.startsWith("ANSIBLE_"));
      builder.environment().putAll(environment);
      Process process = builder.start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      return new Outcome(process.waitFor(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while running " + command.get(0), e);
    }
  }
}
