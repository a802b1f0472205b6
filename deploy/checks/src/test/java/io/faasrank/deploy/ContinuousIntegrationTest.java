package io.faasrank.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Runs {@code .ci/run} on a machine that has a JDK and Maven and nothing else. Guards against a
 * build that is green since the tests of this module were skipped for want of their tools.
 */
class ContinuousIntegrationTest {

  private static final String TESTS = "mvn -B verify";

  /** The first call of an installation is its update; a mirror may fail once. */
  @ParameterizedTest
  @CsvSource({"0, true, 2", "1, true, 3", "9, false, 2"})
  void rootTestsOnlyWithEveryTool(int failures, boolean tested, int calls, @TempDir Path folder)
      throws IOException {
    Tool.Outcome outcome = run(folder, 0, failures);

    assertThat(outcome.exit() == 0).as(outcome.output()).isEqualTo(tested);
    assertThat(outcome.output().contains(TESTS)).as(outcome.output()).isEqualTo(tested);
    assertThat(outcome.output().lines().filter(line -> line.startsWith("apt-get "))).hasSize(calls);
  }

  @Test
  void othersAreToldWhatIsSkipped(@TempDir Path folder) throws IOException {
    Tool.Outcome outcome = run(folder, 1000, 0);

    assertThat(outcome.exit()).as(outcome.output()).isZero();
    assertThat(outcome.output())
        .contains("tests are skipped for want of: ansible-core ansible-lint", TESTS)
        .doesNotContain("apt-get update");
  }

  /**
   * Runs the script with programs that only say how they were called.
   *
   * @param user that the script takes itself to run as
   * @param failures of the first calls of apt-get
   */
  private static Tool.Outcome run(Path folder, int user, int failures) throws IOException {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    program(bin.resolve("javac"), "");
    program(bin.resolve("mvn"), "echo mvn \"$@\"");
    program(
        bin.resolve("apt-get"),
        "echo apt-get \"$@\"; echo >>calls; while read -r _; do n=$((n + 1)); done <calls; test $n"
            + " -gt "
            + failures);
    program(bin.resolve("dirname"), "echo " + Files.createDirectories(folder.resolve("a/.ci")));
    String script = Repository.text(".ci/run").replace("EUID", Integer.toString(user));
    Path copy = Files.writeString(folder.resolve("run"), script);
    return Tool.run(folder, Map.of("PATH", bin.toString()), "/bin/bash", copy.toString());
  }

  private static void program(Path file, String commands) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + commands + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
