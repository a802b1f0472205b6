package io.faasrank.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A small grid with the shipped model, and the lines that bad options end in. */
final class RegimesCommandTest {

  private static final String SMALL =
      "regimes --kinds table2,short --loads 0.5,1.2 --clusters S,H --starts cold,known"
          + " --calibration paper --repetitions 1 --no-progress";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void aSmallGridRunsEveryRuleAndTheModel(@TempDir Path folder) throws IOException {
    assertThat(run(SMALL + " --format csv --out " + folder)).isZero();
    List<String> lines = out.toString().lines().toList();
    assertThat(lines.get(0)).isEqualTo("kind,load,cluster,calibration,start,policy,mean_s,p99_s");
    assertThat(lines).hasSize(1 + 16 * lines.stream().filter(this::inOneRegime).toList().size());
    assertThat(lines).anyMatch(line -> line.startsWith("short,1.2,H,paper,known,faasrank,"));
    assertThat(lines).anyMatch(line -> line.startsWith("table2,0.5,S,paper,cold,prequal,"));
    assertThat(Files.readString(folder.resolve("regimes.csv"))).isEqualTo(out.toString());
    assertThat(folder.resolve("regimes.html")).isNotEmptyFile();
    assertThat(folder.resolve("regimes.json")).isNotEmptyFile();
    assertThat(folder.resolve("regimes.txt")).content().contains("Policies over 16 regimes");
    assertThat(err.toString()).isEmpty();
  }

  private boolean inOneRegime(String line) {
    return line.startsWith("table2,0.5,S,paper,cold,");
  }

  @Test
  void theCommandInTheReportGivesTheSameReport() {
    assertThat(run(SMALL + " --policies prequal --seed 5 --threads 1")).isZero();
    String first = out.toString();
    String command =
        first.lines().filter(line -> line.startsWith("command")).findFirst().orElseThrow();
    assertThat(run(command.replaceFirst("command +faasrank ", "") + " --no-progress")).isZero();
    assertThat(out.toString()).isEqualTo(first);
  }

  @Test
  void seedsNameOtherDrawsInEachSpace() {
    String random = "regimes --random 2 --repetitions 1 --policies prequal --format csv ";
    assertThat(run(random)).isZero();
    String report = out.toString();
    assertThat(run(random + "--seed-space validation")).isZero();
    assertThat(out.toString()).isNotEqualTo(report);
    assertThat(report.lines()).hasSize(1 + 2 * 2);
  }

  @Test
  void windowsOfALongEpisodeAreRegimesOfTheirOwn() {
    String minutes =
        "regimes --minutes 2 --window 90 --kinds table2 --loads 0.4 --clusters S --calibration paper"
            + " --policies warm-shortest-queue,faasrank --repetitions 1 --no-progress";
    assertThat(run(minutes + " --format csv")).isZero();
    assertThat(out.toString().lines())
        .hasSize(1 + 2 * 3)
        .anyMatch(line -> line.startsWith("table2,0.4,S,paper,cold 0..90 s,hashing,"))
        .anyMatch(line -> line.startsWith("table2,0.4,S,paper,cold 90..120 s,faasrank,"));
    assertThat(run(minutes)).isZero();
    assertThat(out.toString()).contains(" hashing\n", "--minutes 2 --window 90 ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--kinds tiny | --kinds: expected one of the populations table2, short,",
        "--clusters X | --clusters: expected of S, B, H, found 'X'",
        "--loads 0 | --loads: expected numbers above 0, found 0.0",
        "--calibration azure | --calibration: expected one of",
        "--starts hot | Invalid value for option '--starts'",
        "--minutes 1 --starts warm | --minutes: an episode that is shown by windows begins cold",
        "--window 450 | --window: needs --minutes",
        "--minutes 1 --window 0 | --window: expected 1 or more, found 0",
        "--random 2 --kinds long | --kinds and --random exclude each other",
        "--random -1 | --random: expected 0 or more, found -1",
        "--seed -1 | --seed: expected 0 or more and below 2^48, found -1",
        "--policies best | --policies: unknown policy 'best'",
      })
  void badInputIsOneLine(String options, String message) {
    assertThat(run("regimes " + options)).isEqualTo(2);
    assertThat(err.toString()).startsWith("faasrank: " + message);
    assertThat(err.toString().lines()).hasSize(1);
  }

  private int run(String line) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return Commands.run(
        List.of(), new PrintWriter(out), new PrintWriter(err, true), line.split(" "));
  }
}
