package io.faasrank.testbed.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.faasrank.report.Remarks;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Guards the sign, the base and the bound of the difference between simulator and testbed. */
final class AgreementTest {

  @Test
  void theTestbedIsMeasuredAgainstTheSimulatorAndTheBoundIsOnThePolicysMean() {
    List<String> lines =
        Agreement.table(
            List.of(
                new Agreement("hashing", "M1", 0, 10, 12),
                new Agreement("greedy", "M1", 0, 10, 12),
                new Agreement("hashing", "M2", 0, 30, 28)));

    assertThat(lines).hasSize(7);
    assertThat(lines.get(2)).contains("hashing", "M1", "10.00", "12.00", "+20.0 %");
    assertThat(lines.get(4)).contains("hashing", "M2", "-6.7 %").doesNotContain("within");
    assertThat(lines.get(5)).contains("hashing", "20.00", "+0.0 %", "within 10 %");
    assertThat(lines.get(6)).contains("greedy", "+20.0 %", "beyond 10 %");
  }

  @Test
  void theVerdictIsInTheJsonAndTheExitCode() throws IOException {
    Agreement within = new Agreement("hashing", "M1", 0, 10, 10.9);
    Agreement beyond = new Agreement("greedy", "M1", 0, 10, 12);
    Remarks slow = new Remarks(List.of("this machine is too slow"), List.of("a note"));

    AgreementReport report = new AgreementReport(List.of(within, beyond), slow, "faasrank x");
    StringWriter out = new StringWriter();
    report.write(AgreementReport.AgreementFormat.JSON, new PrintWriter(out));
    JsonNode json = new ObjectMapper().readTree(out.toString());

    assertThat(json.at("/policies/0/withinBound").asBoolean()).isTrue();
    assertThat(json.at("/policies/1/withinBound").asBoolean()).isFalse();
    assertThat(json.at("/policies/1/differencePercent").asDouble()).isCloseTo(20, within(1e-9));
    assertThat(json.at("/unsound/0").asText()).isEqualTo("this machine is too slow");
    assertThat(json.at("/notes/0").asText()).isEqualTo("a note");
    assertThat(report.exitCode()).isEqualTo(4);
    assertThat(new AgreementReport(List.of(within, beyond), Remarks.NONE, "").exitCode())
        .isEqualTo(3);
    assertThat(new AgreementReport(List.of(within), Remarks.NONE, "").exitCode()).isZero();
  }
}
