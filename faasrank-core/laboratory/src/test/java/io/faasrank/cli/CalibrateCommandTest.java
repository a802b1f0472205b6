package io.faasrank.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigFactory;
import io.faasrank.simulation.CalibrationPlan;
import io.faasrank.simulation.SimulationSettings;
import io.faasrank.workload.Spacing;
import io.faasrank.workload.WorkloadShape;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * Guards against output that differs between equal runs, options that are ignored, and a line of
 * configuration that sets something else than the point shown.
 */
class CalibrateCommandTest {

  private static final String RECORD_COLUMNS =
      "users,balancer,invoke_time_s,function,memory_mb,latency_s,cold,invoker,invoker_load";

  private static final CalibrationPlan SMALL =
      new CalibrationPlan(
          CalibrationPlan.TABLE_V.targets(),
          List.of(4.0, 6.0),
          List.of(1.4),
          List.of(0.5),
          List.of(Spacing.BURST));

  @Test
  void printsFitsEdgesAndALineOfConfiguration() {
    List<String> lines = run("--repetitions", "1").lines().toList();

    assertThat(lines.get(0)).startsWith("Best fits");
    assertThat(lines.get(1)).contains("cores/512MB", "error points");
    assertThat(lines.get(2)).startsWith(" target");
    String best = String.join("\n", lines.subList(1, lines.indexOf("")));
    assertThat(best).contains("greedy", "static-rank", "109.9", "79.5", "77.4", "76.2");
    assertThat(lines.get(3)).startsWith(" configured").contains("uniform");
    assertThat(lines.get(4)).startsWith(" best 1").contains("burst");
    assertThat(lines).contains("Around the best fit");
    assertThat(lines).anyMatch(line -> line.startsWith(" higher exponent"));
    assertThat(lines).allMatch(line -> line.equals(line.stripTrailing()));
    assertThat(lines.subList(0, lines.size() - 1)).allMatch(line -> line.length() <= 80);
  }

  @Test
  void theLineOfConfigurationSetsTheBestPoint() {
    List<String> lines = run("--repetitions", "1").lines().toList();
    List<String> best = List.of(lines.get(4).strip().split(" +", -1));
    SimulationSettings set =
        SimulationSettings.from(
            ConfigFactory.parseString(lines.get(lines.size() - 1))
                .withFallback(ConfigFactory.load())
                .resolve());

    assertThat(lines.get(lines.size() - 1)).contains("workload.spacing = burst");
    assertThat(set.coresPerMb() * 512).isEqualTo(Double.parseDouble(best.get(2)));
    assertThat(set.contentionExponent()).isEqualTo(Double.parseDouble(best.get(3)));
    assertThat(set.creationSeconds()).isEqualTo(Double.parseDouble(best.get(4)));
  }

  @Test
  void equalRunsGiveEqualBytesAndOptionsCount() {
    String once = run("--repetitions", "1", "--format", "csv");

    assertThat(run("--repetitions", "1", "--format", "csv")).isEqualTo(once);
    assertThat(run("--repetitions", "2", "--format", "csv")).isNotEqualTo(once);
    assertThat(run("--repetitions", "1", "--format", "csv", "--seed", "2")).isNotEqualTo(once);
    assertThat(run("--repetitions", "1", "--format", "csv", "--invokers", "8")).isNotEqualTo(once);
  }

  @Test
  void everyLineOfCsvHasAsManyValuesAsTheHeader() {
    List<String> lines = run("--repetitions", "1", "--format", "csv").lines().toList();

    assertThat(lines.get(0)).startsWith("point,cores/512MB,exponent,");
    int columns = lines.get(0).split(",", -1).length;
    assertThat(lines).hasSizeGreaterThan(8);
    assertThat(lines).allMatch(line -> line.split(",", -1).length == columns);
  }

  @Test
  void jsonHasTheRowsOfCsvAndOutHoldsEveryFormat(@TempDir Path folder) throws IOException {
    String csv = run("--repetitions", "1", "--format", "csv", "--out", folder.toString());
    JsonNode rows = new ObjectMapper().readTree(run("--repetitions", "1", "--format", "json"));

    assertThat(rows).hasSize((int) csv.lines().count() - 1);
    assertThat(rows.get(0).get("point").asText()).isEqualTo("configured");
    assertThat(rows.get(1).get("greedy").isNumber()).isTrue();
    assertThat(Files.readString(folder.resolve("calibration.csv"))).isEqualTo(csv);
    assertThat(new ObjectMapper().readTree(folder.resolve("calibration.json").toFile()))
        .isEqualTo(rows);
    assertThat(Files.readString(folder.resolve("calibration.txt"))).startsWith("Best fits");
  }

  @Test
  void repeatsARecord(@TempDir Path folder) throws IOException {
    List<String> lines = new ArrayList<>(List.of(RECORD_COLUMNS));
    for (String balancer : List.of("ShardingContainerPoolBalancer", "RoundRobinLB")) {
      for (int i = 0; i < 200; i++) {
        lines.add(
            "4,%s,%s,f,256,%s,%s,0.1"
                .formatted(balancer, 3 * i, i < 4 ? "3,True" : "1,False", i % 2));
      }
    }
    Path file = Files.write(folder.resolve("record.csv"), lines);

    List<String> csv =
        run("--record", file.toString(), "--format", "csv", "--repetitions", "2").lines().toList();

    assertThat(csv.get(0))
        .isEqualTo("clients,balancer,record_ratio,simulated_ratio,record_cold,simulated_cold");
    assertThat(csv).hasSize(3);
    assertThat(csv.get(1)).startsWith("4,RoundRobinLB,1.0000,").contains(",0.0200,");
    assertThat(csv.get(2)).startsWith("4,ShardingContainerPoolBalancer,1.0000,1.0000,0.0200,");
    assertThat(run("--record", file.toString(), "--repetitions", "2"))
        .startsWith("Mean latency relative to stock hashing");
  }

  private static String run(String... options) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        new CommandLine(new CalibrateCommand(SMALL, WorkloadShape.select("M3")))
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(options);
    assertThat(err.toString()).isEmpty();
    assertThat(code).isZero();
    return out.toString();
  }
}
