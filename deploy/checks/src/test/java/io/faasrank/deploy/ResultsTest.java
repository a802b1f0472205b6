package io.faasrank.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs {@code deploy/bin/results} over a FaaSRank that prints one table. Guards the results against
 * being replaced by the tables of runs that failed.
 */
class ResultsTest {

  private static final String PAGE =
      """
      # Results
      <!-- Regimes: written by deploy/bin/results. -->
      old regimes
      <!-- End of regimes. -->
      kept
      <!-- Tables written by deploy/bin/results; edit above this line only. -->
      old
      """;

  private final Path home;

  ResultsTest(@TempDir Path folder) {
    home = folder.resolve("a checkout");
  }

  @BeforeEach
  void makeCheckout() throws IOException {
    program("results", Files.readString(Repository.file("deploy/bin/results")));
    program(
        "faasrank",
        """
        #!/bin/sh
        while [ $# -gt 0 ] && [ "$1" = train ]; do
          while [ "$1" != --out ]; do shift; done
          mkdir -p "$2"
          echo '"validation_percent_of_hashing":"75.25"' >"$2/model.safetensors"
          exit
        done
        echo "$*" >>"$LOG"
        printf ' policy  M1\\n hashing  100\\n faasrank  80\\n\\n policy  p99\\n'
        [ "$(wc -l <"$LOG")" -ne "$FAILS_AT" ]
        """);
    Files.createDirectories(page().getParent());
    Files.writeString(page(), PAGE);
  }

  @Test
  void tablesTakeThePlaceOfTheOld() throws IOException {
    Tool.Outcome outcome = results(0);
    assertThat(outcome.exit()).as(outcome.output()).isZero();
    assertThat(Files.readString(page()))
        .startsWith(PAGE.substring(0, PAGE.indexOf("old regimes")))
        .containsSubsequence(
            "`deploy/bin/faasrank regimes`",
            " faasrank  80",
            "<!-- End of regimes. -->\nkept\n",
            "## Other arrivals")
        .doesNotContain("old")
        .contains("seed 5, validation 75.2: faasrank  80");
  }

  @Test
  void aPageWithoutAPlaceForTheTablesIsLeftAlone() throws IOException {
    String page = PAGE.replace("<!-- End of regimes. -->", "");
    Files.writeString(page(), page);
    Tool.Outcome outcome = results(0);
    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.output()).contains("lacks its marker line <!-- End of regimes. -->");
    assertThat(Files.readString(page())).isEqualTo(page);
  }

  /** The regimes, the first of whole tables, and one late in the page. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 20})
  void anEvaluationThatFailsLeavesThePageAlone(int number) throws IOException {
    Tool.Outcome outcome = results(number);
    assertThat(outcome.exit()).as(outcome.output()).isNotZero();
    assertThat(Files.readString(page())).isEqualTo(PAGE);
    assertThat(Files.readAllLines(log())).hasSize(number);
  }

  private Tool.Outcome results(int failsAt) {
    return Tool.run(
        home,
        Map.of("LOG", log().toString(), "FAILS_AT", String.valueOf(failsAt)),
        List.of(
            home.resolve("deploy/bin/results").toString(),
            "trace",
            "other",
            home.resolve("work").toString()));
  }

  private Path page() {
    return home.resolve("docs/results.md");
  }

  private Path log() {
    return home.resolve("evaluations");
  }

  private void program(String name, String text) throws IOException {
    Path file = home.resolve("deploy/bin").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
