package io.faasrank.testbed.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.cli.Commands;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Guards against an option that means one thing in one command and another in the next: all
 * commands that have it describe it in the same words, but for its default, and refuse the same
 * value with the same line.
 */
final class SharedOptionsTest {

  private static final String ALL = "demo, testbed compare, testbed attach, evaluate, train";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--policies | fastest | --policies: unknown policy 'fastest',"
            + " | demo, testbed compare, evaluate, regimes",
        "--workloads | M11 | --workloads: unknown workload \"M11\"; known are | " + ALL,
        "--trace | nowhere | --trace: expected a folder, found nowhere | calibrate, " + ALL,
        "--split | all | --split: needs --trace | calibrate, " + ALL,
        "--seed | x | Invalid value for option '--seed': 'x' is not a long | calibrate, regimes, "
            + ALL,
        "--repetitions | 0 | --repetitions: expected 1 or more, found 0"
            + " | demo, testbed compare, testbed attach, evaluate, regimes, calibrate",
        "--invokers | 0 | --invokers: a cluster needs at least 1 invoker, not 0 | calibrate, "
            + ALL,
        "--model | no.file | --model: no.file: no such file, | demo, testbed compare, evaluate,"
            + " regimes",
        "--candidates | -1 | --candidates: expected auto, all or a number of 0 or more, found '-1'"
            + " | demo, testbed compare, evaluate",
        "--scale | 0 | --scale: the time scale is 0.0, | demo, testbed compare",
        "--threads | 0 | --threads: expected 1 or more, found 0 | evaluate, regimes, train",
        "--no-progress | | | evaluate, regimes, calibrate, train",
        "--block | x | Invalid value for option '--block': 'x' is not a double"
            + " | canary start, canary simulate, learn run",
        "--updates | -1 | --updates: expected 0 or more, found -1 | learn once, learn run",
        "--minutes | 0 | --minutes: expected 1 or more, found 0 | learn once, learn run",
        "--hours | x | Invalid value for option '--hours': 'x' is not an int | learn once, learn run",
        "--washout | -1 | --washout: wash-out seconds of a trial: -1.0, not 0.0 to 270.0"
            + " | canary start, canary simulate, learn run",
        "--[no-]noise-floor | | | demo, testbed attach",
        "--out | pom.xml | --out: expected a folder that can be written, found pom.xml"
            + " | demo, evaluate",
      })
  void eachCommandThatHasItDescribesAndRefusesAlike(
      String option, String wrong, String message, String commands) {
    Set<String> descriptions = new HashSet<>();
    for (String command : commands.split(", ", -1)) {
      descriptions.add(description(command, option));
      if (wrong != null) {
        assertThat(run(command + required(command) + " " + option + " " + wrong))
            .as(command)
            .isEqualTo(2);
        assertThat(err.toString()).as(command).startsWith("faasrank: " + message);
        assertThat(err.toString().lines()).as(command).hasSize(1);
      }
    }
    assertThat(descriptions).hasSize(1);
  }

  /** What a command's help says of an option, without white space and default. */
  private String description(String command, String option) {
    assertThat(run(command + " --help")).isZero();
    String listed = "\n      " + Pattern.quote(option) + "\\b(.*?)\n {2,6}-";
    Matcher matcher = Pattern.compile(listed, Pattern.DOTALL).matcher(out.toString());
    assertThat(matcher.find()).as("%s of %s", option, command).isTrue();
    return matcher.group(1).replaceAll("\\s", "").replaceAll("\\(default[^)]*\\)", "");
  }

  private static String required(String command) {
    return switch (command) {
      case "testbed attach" ->
          " --kafka 127.0.0.1:1 --redis redis://127.0.0.1:1 --api http://127.0.0.1:1 --auth a:b";
      case "canary start" -> " --redis redis://127.0.0.1:1";
      case "learn once" -> " --folder target --out target/no-such-offer";
      case "learn run" -> " --redis redis://127.0.0.1:1 --folder target";
      case "train" -> " --out target/no-such-folder";
      default -> "";
    };
  }

  private int run(String line) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return Commands.run(
        Main.commands(), new PrintWriter(out), new PrintWriter(err, true), line.split(" "));
  }
}
