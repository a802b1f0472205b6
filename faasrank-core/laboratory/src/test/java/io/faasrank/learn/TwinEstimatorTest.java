package io.faasrank.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.faasrank.workload.FunctionProfile;
import java.util.List;
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
    Twin twin = estimated(reports ? record : withoutCpu(record));
    assertThat(twin.exponent()).isCloseTo(1.4, within(0.05 * 1.4));
    for (FunctionProfile function : world.functions()) {
      TwinFunction found = found(twin, function);
      assertThat(found.cores())
          .as("cores of %s", found)
          .isCloseTo(function.cores(), within(0.05 * function.cores()));
      assertThat(found.runSeconds())
          .as("run of %s", found)
          .isCloseTo(function.warmSeconds(), within(0.05 * function.warmSeconds()));
      assertThat(found.initSeconds())
          .as("initialisation of %s", found)
          .isCloseTo(function.initSeconds(), within(0.05 * function.initSeconds()));
      assertThat(found.createSeconds())
          .as("creation of %s", found)
          .isCloseTo(function.createSeconds(), within(0.05 * function.createSeconds()));
    }
    assertThat(twin.load()).isCloseTo(load, within(0.1 * load));
  }

  /** Demands and exponent make up for each other here: a search along one of them goes astray. */
  @Test
  void findsThemWhereMemoryIsShort() {
    World world = World.scarce(1.4, 0.8);
    Twin twin = estimated(world.record(1_000, "hashing", null, 3));
    assertThat(twin.exponent()).isCloseTo(1.4, within(0.1));
    for (FunctionProfile function : world.functions()) {
      assertThat(found(twin, function).cores()).isCloseTo(function.cores(), withinPercentage(10));
    }
  }

  @Test
  void whatWaitsWhenTheLogEndsDemandsNothing() {
    World world = World.scarce(1.4, 1.5);
    ClusterRecord record = world.cutRecord(1_000, "hashing", null, 3);
    assertThat(record.activations()).filteredOn(a -> !a.over()).hasSizeGreaterThan(300);
    Twin twin = estimated(record);
    assertThat(twin.exponent()).isCloseTo(1.4, within(0.1));
    for (FunctionProfile function : world.functions()) {
      assertThat(found(twin, function).runSeconds())
          .isCloseTo(function.warmSeconds(), withinPercentage(10));
    }
  }

  @Test
  void whatWasPlacedAfterTheRecordSlowsWhatStillRan() {
    World world = World.unlike(1.3);
    ClusterRecord record = world.record(1_000, "hashing", null, 1);
    double middle = record.activations().get(500).placedSeconds();
    Twin twin = estimated(record.between(Double.NEGATIVE_INFINITY, middle));
    for (FunctionProfile function : world.functions()) {
      assertThat(found(twin, function).runSeconds())
          .isCloseTo(function.warmSeconds(), withinPercentage(15));
    }
  }

  private static Twin estimated(ClusterRecord record) {
    return new TwinEstimator(World.CONFIG, "paper").estimate(record, null).twin();
  }

  private static TwinFunction found(Twin twin, FunctionProfile function) {
    return twin.functions().stream()
        .filter(f -> f.name().equals(function.name()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void saysWhatTheLogDoesNotTell() {
    ClusterRecord record =
        withoutCpu(World.known(1.3, 0.1).record(500, "least-connections", null, 1));
    Twin twin = estimated(record);
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
        0,
        record.invokers(),
        List.of(),
        record.restarts(),
        record.controllers(),
        record.models(),
        record.whole(),
        record.lostEvents(),
        record.missingBatches());
  }
}
