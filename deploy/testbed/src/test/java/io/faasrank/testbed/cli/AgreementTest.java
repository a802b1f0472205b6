package io.faasrank.testbed.cli;

import static org.assertj.core.api.Assertions.assertThat;

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
}
