package io.faasrank.report;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Every policy on every workload, several times. Repetition r of a workload has the same arrivals
 * under every policy, so that cells of one repetition can be compared in pairs.
 *
 * @param policies rows, the reference first
 * @param workloads names, for instance {@code M1}
 * @param functions names, by the index that completions carry
 * @param cells by policy, then workload, then repetition
 * @param remarks what the cells do not show
 */
public record Evaluation(
    Provenance provenance,
    List<EvaluatedPolicy> policies,
    List<String> workloads,
    List<String> functions,
    int repetitions,
    List<CellSummary> cells,
    Remarks remarks) {

  public Evaluation {
    policies = List.copyOf(policies);
    workloads = List.copyOf(workloads);
    functions = List.copyOf(functions);
    cells = List.copyOf(cells);
    requirePolicies(policies);
    if (workloads.isEmpty() || Set.copyOf(workloads).size() != workloads.size()) {
      throw new IllegalArgumentException("workloads must be named once each: " + workloads);
    }
    int expected = policies.size() * workloads.size() * repetitions;
    if (repetitions < 1 || cells.size() != expected) {
      throw new IllegalArgumentException(
          "an evaluation has " + cells.size() + " cells, expected " + expected);
    }
    for (int i = 0; i < expected; i++) {
      CellSummary cell = cells.get(i);
      if (i
          != (cell.policy() * workloads.size() + cell.workload()) * repetitions
              + cell.repetition()) {
        throw new IllegalArgumentException("cell " + i + " is out of order");
      }
    }
  }

  /** Of which nothing is to be remarked. */
  public Evaluation(
      Provenance provenance,
      List<EvaluatedPolicy> policies,
      List<String> workloads,
      List<String> functions,
      int repetitions,
      List<CellSummary> cells) {
    this(provenance, policies, workloads, functions, repetitions, cells, Remarks.NONE);
  }

  /** The same with these remarks. */
  public Evaluation withRemarks(Remarks others) {
    return new Evaluation(provenance, policies, workloads, functions, repetitions, cells, others);
  }

  /** The cell at these indices. */
  public CellSummary cell(int policy, int workload, int repetition) {
    return cells.get((policy * workloads.size() + workload) * repetitions + repetition);
  }

  private static void requirePolicies(List<EvaluatedPolicy> policies) {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < policies.size(); i++) {
      if ((policies.get(i).role() == PolicyRole.REFERENCE) != (i == 0)) {
        throw new IllegalArgumentException("the first policy, and no other, is the reference");
      }
      if (!names.add(policies.get(i).name())) {
        throw new IllegalArgumentException("policy " + policies.get(i).name() + " is named twice");
      }
    }
    if (policies.isEmpty()) {
      throw new IllegalArgumentException("an evaluation needs policies");
    }
  }
}
