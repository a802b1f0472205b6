package io.faasrank.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.faasrank.workload.FunctionProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Guards against a twin whose parameters are not those of the cluster that wrote the log. */
class TwinEstimatorTest {

  @ParameterizedTest
  @CsvSource({"0.7, hashing, true", "1.0, least-connections, true", "1.0, hashing, false"})
  void findsTheDemandsAndTheExponentOfAKnownCluster(double load, String policy, boolean reports) {
    World world = World.known(1.4, load);
    ClusterRecord record = world.record(3_000, policy, null, 1);
    Twin twin =
        new TwinEstimator(World.CONFIG, "paper")
            .estimate(reports ? record : withoutCpu(record), null)
            .twin();
    assertThat(twin.exponent()).isCloseTo(1.4, within(0.2 * 1.4));
    for (FunctionProfile function : world.functions()) {
      TwinFunction found =
          twin.functions().stream()
              .filter(f -> f.name().equals(function.name()))
              .findFirst()
              .orElseThrow();
      assertThat(found.cores())
          .as("cores of %s", found)
          .isCloseTo(function.cores(), within(0.2 * function.cores()));
      assertThat(found.runSeconds())
          .as("run of %s", found)
          .isCloseTo(function.warmSeconds(), within(0.1 * function.warmSeconds()));
      assertThat(found.initSeconds())
          .as("initialisation of %s", found)
          .isCloseTo(function.initSeconds(), within(0.15 * function.initSeconds()));
      assertThat(found.createSeconds())
          .as("creation of %s", found)
          .isCloseTo(function.createSeconds(), within(0.2 * function.createSeconds()));
    }
    assertThat(twin.load()).isCloseTo(load, within(0.2 * load));
  }

  @Test
  void saysWhatTheLogDoesNotTell() {
    ClusterRecord record =
        withoutCpu(World.known(1.3, 0.1).record(500, "least-connections", null, 1));
    Twin twin = new TwinEstimator(World.CONFIG, "paper").estimate(record, null).twin();
    assertThat(twin.remarks()).anyMatch(remark -> remark.contains("CPU"));
    assertThat(twin.exponent()).isCloseTo(1.3, within(0.1));
  }

  private static ClusterRecord withoutCpu(ClusterRecord record) {
    return new ClusterRecord(
        record.startMillis(),
        record.seconds(),
        record.actions(),
        record.activations(),
        0,
        record.invokers(),
        java.util.List.of(),
        record.controllers(),
        record.models(),
        record.whole(),
        record.lostEvents(),
        record.missingBatches());
  }
}
