package io.faasrank.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Guards against mistyped tables of the paper and against selecting other workloads than asked. */
class PaperTablesTest {

  private static final String KNOWN = "SC, SA, M1, M2, M3, M4, M5, M6, M7, M8, M9, M10";

  @Test
  void tableTwoIsThePapers() {
    assertThat(BenchmarkFunctions.all())
        .extracting(FunctionProfile::name)
        .containsExactly("DH", "EG", "IP", "VP", "IR", "KNN", "GD", "ALU", "MS", "DV");
    assertThat(BenchmarkFunctions.all().stream().mapToDouble(FunctionProfile::coldSeconds).sum())
        .isCloseTo(50.97, within(1e-9));
    assertThat(BenchmarkFunctions.all().stream().mapToDouble(FunctionProfile::warmSeconds).sum())
        .isCloseTo(17.56, within(1e-9));
    assertThat(BenchmarkFunctions.all().stream().mapToInt(FunctionProfile::memoryMb).sum())
        .isEqualTo(6 * 512 + 4 * 256);
    assertThat(BenchmarkFunctions.find("knn"))
        .contains(new FunctionProfile("KNN", 512, 4.99, 1.11, 3.45));
    assertThat(BenchmarkFunctions.find("kn")).isEmpty();
  }

  @Test
  void meansAreOverTheTenFunctions() {
    assertThat(BenchmarkFunctions.meanInitSeconds()).isCloseTo(2.41, within(1e-9));
    assertThat(BenchmarkFunctions.meanCreateSeconds())
        .isCloseTo((50.97 - 17.56 - 24.10) / 10, within(1e-9));
  }

  /** The means that the paper's own ten rows give; it prints only FaaSRank's, as 23.05 % saved. */
  @Test
  void tableFiveIsThePapers() {
    List<String> all = WorkloadShape.select("M1..M10").stream().map(WorkloadShape::name).toList();
    assertThat(PaperTable5.policies())
        .containsExactly(
            "hashing",
            "greedy",
            "round-robin",
            "least-connections",
            "static-rank",
            "faasrank-on-arrival");
    assertThat(PaperTable5.mean("hashing", all)).hasValue(100);
    assertThat(PaperTable5.mean("greedy", all).orElseThrow()).isCloseTo(109.93, within(0.005));
    assertThat(PaperTable5.mean("faasrank-on-arrival", all).orElseThrow())
        .isCloseTo(76.95, within(0.005));
    assertThat(PaperTable5.percent("least-connections", "M9")).hasValue(92.53);
    assertThat(PaperTable5.percent("hermod", "M9")).isEmpty();
    assertThat(PaperTable5.mean("hashing", List.of("M1", "SC"))).isEmpty();
  }

  @Test
  void tableThreeIsThePapers() {
    assertThat(WorkloadShape.all())
        .extracting(WorkloadShape::name)
        .containsExactly(KNOWN.split(", "));
    assertThat(WorkloadShape.all()).extracting(WorkloadShape::calls).contains(292, 408, 318);
    assertThat(WorkloadShape.select("M1..M10").stream().mapToInt(WorkloadShape::calls).sum())
        .isEqualTo(2413);
    assertThat(
            WorkloadShape.select("M1..M10").stream().mapToInt(WorkloadShape::lengthSeconds).sum())
        .isEqualTo(462);
    assertThat(WorkloadShape.select("SA"))
        .containsExactly(new WorkloadShape("SA", 408, 60, 0.184, 132.9));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "M1..M3 | M1 M2 M3",
        "SA..M1 | SA M1",
        "M3,M1 | M3 M1",
        " m10 , sc | M10 SC",
        "M2,M1..M3,M2 | M2 M1 M3",
      })
  void selectsInTheOrderAsked(String selection, String expected) {
    assertThat(WorkloadShape.select(selection))
        .extracting(WorkloadShape::name)
        .containsExactly(expected.split(" "));
  }

  @Test
  void allIsAll() {
    assertThat(WorkloadShape.select("All")).isEqualTo(WorkloadShape.all());
  }

  @Test
  void saysWhichWorkloadIsUnknown() {
    for (String wrong : List.of("M11", "M1,M11", "M1..M11")) {
      assertThatThrownBy(() -> WorkloadShape.select(wrong))
          .isInstanceOf(InvalidInputException.class)
          .hasMessage(
              "unknown workload \"M11\"; known are %s, a range such as M1..M10," + " and all",
              KNOWN);
    }
    assertThatThrownBy(() -> WorkloadShape.select("M3..M1"))
        .hasMessage("expected a range in the order %s, found M3..M1", KNOWN);
  }

  @Test
  void aShapeHasRoomForEveryFunction() {
    assertThatThrownBy(() -> new WorkloadShape("X", 9, 10, 1, 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("workload X: expected at least 10 calls, one for each function, found 9");
    assertThatThrownBy(() -> new WorkloadShape("X", 10, 0, 1, 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("workload X: expected a length of at least 1 s, found 0");
  }
}
