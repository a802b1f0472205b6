package io.faasrank.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Guards against cells that are mixed up, and rows that cannot be told apart. */
class EvaluationTest {

  private static final Evaluation EXAMPLE = SmallEvaluation.example();

  @Test
  void findsEveryCell() {
    for (int p = 0; p < EXAMPLE.policies().size(); p++) {
      for (int w = 0; w < 2; w++) {
        for (int r = 0; r < 2; r++) {
          CellSummary cell = EXAMPLE.cell(p, w, r);
          assertThat(List.of(cell.policy(), cell.workload(), cell.repetition()))
              .containsExactly(p, w, r);
        }
      }
    }
  }

  @Test
  void cellsOutOfOrderOrMissingAreRefused() {
    List<CellSummary> swapped = new ArrayList<>(EXAMPLE.cells());
    Collections.swap(swapped, 3, 4);
    refused("cell 3 is out of order", EXAMPLE.policies(), EXAMPLE.workloads(), swapped);
    List<CellSummary> missing = EXAMPLE.cells().subList(0, 19);
    refused("has 19 cells, expected 20", EXAMPLE.policies(), EXAMPLE.workloads(), missing);
  }

  @Test
  void rowsMustBeDistinctAndStartWithTheReference() {
    EvaluatedPolicy a = new EvaluatedPolicy("a", PolicyRole.HEURISTIC);
    List<String> workloads = EXAMPLE.workloads();
    refused("is the reference", List.of(a), workloads, EXAMPLE.cells());
    refused(
        "is the reference",
        List.of(SmallEvaluation.HASHING, SmallEvaluation.HASHING),
        workloads,
        EXAMPLE.cells());
    refused(
        "policy a is named twice",
        List.of(SmallEvaluation.HASHING, a, a),
        workloads,
        EXAMPLE.cells());
    refused("needs policies", List.of(), workloads, List.of());
    refused("named once each", EXAMPLE.policies(), List.of("M1", "M1"), EXAMPLE.cells());
  }

  private static void refused(
      String message,
      List<EvaluatedPolicy> policies,
      List<String> workloads,
      List<CellSummary> cells) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new Evaluation(
                    EXAMPLE.provenance(), policies, workloads, EXAMPLE.functions(), 2, cells))
        .withMessageContaining(message);
  }
}
