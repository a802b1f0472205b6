package io.faasrank.testbed.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.cli.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Guards the first command that anyone runs: that it replays, compares, writes the report, says
 * what it is, and leaves neither a process nor a file behind.
 */
final class DemoTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void comparesHashingWithFaaSRankAndLeavesNothing(@TempDir Path folder) throws IOException {
    String line = "demo --no-noise-floor --scale 40 --workloads M2 --out " + folder;

    assertThat(run(line)).as(err.toString()).isZero();

    List<String> rows = out.toString().lines().toList();
    assertThat(rows.get(1)).contains("policy").contains("M2");
    assertThat(rows.get(2)).startsWith(" hashing ").contains("100.0");
    assertThat(rows.get(3)).startsWith(" faasrank ").doesNotContain("NaN");
    assertThat(out.toString()).contains("emulated", "stand-in controller", "time scaled by 40.0");
    assertThat(Files.readString(folder.resolve("report.html"))).contains("--seed 1 --scale 40.0");
    assertThat(Files.readString(folder.resolve("evaluation.csv"))).contains("faasrank,M2,");
    assertThat(leftBehind()).isEmpty();
    assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive)).isEmpty();
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
    return Main.run(
        io.faasrank.testbed.cli.Main.commands(),
        new PrintWriter(out),
        new PrintWriter(err, true),
        line.split(" "));
  }
}
