package io.faasrank.testbed.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.faasrank.cli.Commands;
import io.faasrank.redis.UnknownKeys;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Guards against wrong options, unreachable servers and keys that are none ending in anything but
 * one line that names the option, and against servers started before the options are checked.
 */
final class CommandLineTest {

  private static final String ATTACH =
      "testbed attach --kafka 127.0.0.1:1 --redis redis://127.0.0.1:1 --api http://127.0.0.1:1"
          + " --auth user:key ";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "demo --scale 0 | --scale: the time scale is 0.0",
        "demo --scale fast | '--scale': 'fast'",
        "demo --repetitions 0 | --repetitions: expected 1 or more, found 0",
        "demo --workloads M11 | unknown workload \"M11\"",
        "demo --policies fastest | unknown policy 'fastest'",
        "demo --policies clairvoyant | --policies: clairvoyant knows what no controller can know",
        "demo --policies faasrank,FPC | --policies: fpc is a scheduler of its own",
        "testbed compare --policies fpc | faasrank evaluate and faasrank regimes",
        "demo --invokers 0 | --invokers: a cluster needs at least 1 invoker, not 0",
        "demo --model nowhere.safetensors | nowhere.safetensors: no such file",
        "demo --out pom.xml | --out: expected a folder that can be written, found pom.xml",
        "testbed | expected a command: attach, compare",
        "learn | expected a command: record, show, replay, twin, once",
        "learn record | Missing required options",
        "explain log --foldr target | '--foldr'; did you mean --folder?",
        "learn record --redis 127.0.0.1 --folder target | --redis: expected an address such as",
        "learn record --redis redis://127.0.0.1:1 --folder target --hours 0 | --hours: expected 1",
        "learn record --redis redis://127.0.0.1:1 --folder target/log --once | --redis:"
            + " redis://127",
        "learn show nowhere.events | nowhere.events: no such file, expected events",
        "learn replay --folder nowhere | nowhere: cannot be listed",
        "learn twin --folder nowhere | nowhere: cannot be listed",
        "learn twin --folder . | .: has no files of events",
        "learn once --folder nowhere --out target/offer | nowhere: cannot be listed",
        "learn once --folder . --out . | --out: . exists already",
        "learn run --redis redis://127.0.0.1:1 --folder target/l --publish soon | --publish: expected",
        "learn run --redis redis://127.0.0.1:1 --folder target/l --every 0 | --every: expected 1",
        "learn run --redis redis://127.0.0.1:1 --folder target/l --key pom.xml | --key: needs",
        "learn run --redis redis://127.0.0.1:1 --folder target/l --scale 0 | --scale: expected more",
        "learn run --redis 127.0.0.1 --folder target/l | --redis: expected an address such as",
        "learn status --redis redis://127.0.0.1:1 --folder nowhere | --folder: no such folder: nowhere",
        "testbed train --preset general | --preset: a running cluster has one task at a time",
        "testbed train --preset best | --preset: unknown preset 'best'",
        "testbed train --steps 5 | --steps: episodes of a running cluster are learnt from whole",
        "testbed train --begin-with table1 | --schema: the model has schema table1, expected general",
        "testbed train --scale 0 | --scale: the time scale is 0.0",
        "testbed train --controllers 0 | --controllers: expected 1 or more",
        "testbed compare --policies clairvoyant | --policies: clairvoyant",
        "testbed attach | Missing required options",
        "ATTACH --modes hashing,fast | --modes: mode is 'fast', expected hashing, shadow",
        "ATTACH --modes faasrank,hashing | --modes: expected hashing first",
        "ATTACH --modes hashing,hashing | --modes: expected each mode once",
        "ATTACH --invokers 0 | --invokers: a cluster needs at least 1 invoker, not 0",
        "ATTACH --first 99999 | invokers are numbered from 0 to 99999",
        "ATTACH --workloads Q | unknown workload \"Q\"",
        "ATTACH --split test | --split: needs --trace",
        "ATTACH --repetitions 0 | --repetitions: expected 1 or more",
        "ATTACH --api ftp://somewhere | --api: expected an address such as",
        "ATTACH --metrics ftp://somewhere | --metrics: expected addresses such as",
        "ATTACH --episodes 5 | --preset, --episodes and the like: need --train",
        "ATTACH --train --modes hashing | --modes: not with --train",
        "ATTACH --auth nokey | --auth: expected a key of the form USER:PASSWORD",
        "ATTACH --redis 127.0.0.1:6379 | --redis: expected an address such as",
      })
  void wrongInputIsOneLine(String line, String message) {
    assertThat(run(line.replace("ATTACH ", ATTACH))).isEqualTo(2);
    assertOneLine(message);
  }

  @ParameterizedTest
  @CsvSource({"demo", "testbed compare"})
  void helpListsWhatAControllerCanServe(String command) {
    assertThat(run(command + " --help")).isZero();
    assertThat(out.toString())
        .contains("  least-connections  ")
        .doesNotContain("  fpc  ", "  clairvoyant  ");
  }

  @Test
  void aMisspeltKeyIsNamedAndAKeyOfACalibrationIsNot() {
    Config reference = UnknownKeys.reference();
    Config config =
        ConfigFactory.parseString(
                """
                faasrank {
                  simulation { creation-seconds = 2, creation-second = 2 }
                  calibrations.mine.prewarmed = 2
                  metrics.redis.hots = r
                }
                """)
            .withFallback(reference);
    assertThat(Main.unknownKeys(reference, reference)).isEmpty();
    assertThat(Main.unknownKeys(config, reference))
        .hasSize(2)
        .anyMatch(line -> line.endsWith("did you mean faasrank.metrics.redis.host?"))
        .anyMatch(line -> line.endsWith("did you mean faasrank.simulation.creation-seconds?"));
  }

  @Test
  void aPasswordIsNotRepeated() {
    assertThat(run(ATTACH + "--redis redis:secret@127.0.0.1")).isEqualTo(2);
    assertThat(err.toString()).doesNotContain("secret");
  }

  @Test
  void anApiThatDoesNotAnswerIsOneLine() {
    assertThat(run(ATTACH)).isEqualTo(1);
    assertOneLine("--api: nothing answers at http://127.0.0.1:1/api/v1/");
  }

  private void assertOneLine(String message) {
    assertThat(err.toString()).startsWith("faasrank: ").contains(message);
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(out.toString()).isEmpty();
  }

  private int run(String line) {
    return Commands.run(
        Main.commands(),
        new PrintWriter(out),
        new PrintWriter(err, true),
        onceEach(line.strip().split(" +")));
  }

  /** The last of an option that is given twice. */
  private static String[] onceEach(String[] words) {
    List<String> kept = new ArrayList<>();
    for (String word : words) {
      int before = word.startsWith("--") ? kept.indexOf(word) : -1;
      if (before >= 0) {
        kept.subList(before, before + 2).clear();
      }
      kept.add(word);
    }
    return kept.toArray(String[]::new);
  }
}
