package io.faasrank.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Guards against a unit that systemd misreads, which it does without failing, and against rights.
 */
class SystemdUnitTest {

  private static final String AGENT = "deploy/systemd/faasrank-metrics-agent.service";
  private static final String LEARNER = "deploy/systemd/faasrank-learner.service";

  /** Where the unit expects Java, which a machine of the tests may have elsewhere. */
  private static final String NO_JAVA = "Command /usr/bin/java is not executable";

  @ParameterizedTest
  @ValueSource(strings = {AGENT, LEARNER})
  void systemdReadsEveryLine(String name) {
    Tool.require("systemd-analyze", "systemd");
    Path unit = Repository.file(name);

    Tool.Outcome outcome = analyze("verify", unit.toString());

    assertThat(outcome.exit() == 0 || outcome.output().contains(NO_JAVA))
        .as(outcome.output())
        .isTrue();
    assertThat(outcome.output().lines())
        .filteredOn(line -> line.contains(unit.getFileName().toString()))
        .allMatch(line -> line.contains(NO_JAVA));
  }

  /** What the unit names is what the document beside it puts there, and takes away again. */
  @Test
  void everyFileIsInstalled() {
    String document = Repository.text("deploy/systemd/README.md");
    List<String> files =
        Pattern.compile("(?:/usr/local|/etc/faasrank)/[\\w./-]*\\w")
            .matcher(Repository.text(AGENT))
            .results()
            .map(MatchResult::group)
            .distinct()
            .toList();

    assertThat(files).hasSizeGreaterThanOrEqualTo(3);
    assertThat(files)
        .allSatisfy(
            file -> {
              assertThat(document).containsPattern("(?s)install -D [^#]*?" + Pattern.quote(file));
              assertThat(document).contains(" " + file.substring(0, file.lastIndexOf('/')));
            });
  }

  /** Of 10; an unrestricted service has 9.6. What is left is TCP to Redis and the host's /proc. */
  @ParameterizedTest
  @ValueSource(strings = {AGENT, LEARNER})
  void itsExposureIsSmall(String name) {
    Tool.require("systemd-analyze", "systemd");
    Path unit = Repository.file(name);

    Tool.Outcome outcome =
        analyze("security", "--no-pager", "--offline=true", "--threshold=20", unit.toString());

    assertThat(outcome.exit()).as(outcome.output()).isZero();
  }

  private static Tool.Outcome analyze(String... arguments) {
    String[] command = new String[arguments.length + 1];
    command[0] = "systemd-analyze";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    return Tool.run(Path.of("."), Map.of("LC_ALL", "C.UTF-8"), command);
  }
}
