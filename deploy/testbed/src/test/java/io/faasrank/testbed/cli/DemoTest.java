package io.faasrank.testbed.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.faasrank.cli.Commands;
import io.faasrank.workload.WorkloadShape;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Guards the first command that anyone runs: that it replays, that FaaSRank places where it is to,
 * that it compares, writes the report, says what it is, and leaves neither a process nor a file
 * behind.
 */
final class DemoTest {

  private static final Pattern BY_HASHING =
      Pattern.compile("M2 under faasrank: hashing placed (\\d+) activations");

  private static final Pattern MAP =
      Pattern.compile("id=\"map-data\">(.*?)</script>", Pattern.DOTALL);

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void comparesHashingWithFaaSRankAndLeavesNothing(@TempDir Path folder) throws IOException {
    String line = "demo --no-noise-floor --scale 40 --workloads M2 --out " + folder;

    int activations = WorkloadShape.select("M2").get(0).calls();
    int runs = 0;
    do {
      out.getBuffer().setLength(0);
      assertThat(run(line)).as(err.toString()).isZero();
      runs++;
      // they come within a second, and reports are too old if this machine stood still then
    } while (placedByHashing() >= activations && runs < 3);

    assertThat(placedByHashing()).isLessThan(activations);
    List<String> rows = out.toString().lines().toList();
    assertThat(rows.get(1)).contains("policy").contains("M2");
    assertThat(rows.get(2)).startsWith(" hashing ").contains("100.0");
    assertThat(rows.get(3)).startsWith(" faasrank ").doesNotContain("NaN");
    assertThat(out.toString()).contains("emulated", "stand-in controller", "time scaled by 40.0");
    assertThat(Files.readString(folder.resolve("report.html"))).contains("--seed 1 --scale 40.0");
    assertThat(Files.readString(folder.resolve("evaluation.csv"))).contains("faasrank,M2,");
    theMapHasWhatTheControllerSaw(Files.readString(folder.resolve("report.html")));
    assertThat(leftBehind()).isEmpty();
    assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive)).isEmpty();
  }

  /** Candidates of the policy's decisions, and containers of the invokers under both. */
  private static void theMapHasWhatTheControllerSaw(String page) throws IOException {
    Matcher data = MAP.matcher(page);
    assertThat(data.find()).isTrue();
    JsonNode panels = new ObjectMapper().readTree(data.group(1)).path("panels");
    assertThat(panels).hasSize(2);
    for (JsonNode panel : panels) {
      int functions = 0;
      for (JsonNode stretch : panel.path("containers")) {
        functions |= 1 << stretch.path(0).asInt();
        assertThat(stretch.path(4).asInt()).isPositive();
      }
      assertThat(Integer.bitCount(functions)).as("functions with containers").isGreaterThan(3);
    }
    assertThat(panels.path(0).path("chosen")).noneMatch(each -> each.has("candidates"));
    int explained = 0;
    for (JsonNode each : panels.path(1).path("chosen")) {
      if (each.has("candidates")) {
        explained++;
        assertThat(each.path("candidates"))
            .as("the invoker that it went to")
            .anyMatch(candidate -> candidate.path(0).asInt() == each.path("i").asInt());
        assertThat(each.path("of").asInt() == 1 || each.path("why").size() > 0).isTrue();
      }
    }
    assertThat(explained).isGreaterThan(panels.path(1).path("chosen").size() / 2);
  }

  /** In the mode in which FaaSRank places, where it could not in time. */
  private int placedByHashing() {
    Matcher note = BY_HASHING.matcher(out.toString());
    return note.find() ? Integer.parseInt(note.group(1)) : 0;
  }

  private static List<Path> leftBehind() throws IOException {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    String pid = "-" + ProcessHandle.current().pid() + "-";
    try (Stream<Path> files = Files.list(temporary)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("faasrank-"))
          .filter(file -> file.getFileName().toString().contains(pid))
          .toList();
    }
  }

  private int run(String line) {
    return Commands.run(
        Main.commands(), new PrintWriter(out), new PrintWriter(err, true), line.split(" "));
  }
}
