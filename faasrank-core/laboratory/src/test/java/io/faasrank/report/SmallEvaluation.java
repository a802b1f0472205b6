package io.faasrank.report;

import io.faasrank.simulation.Completion;
import io.faasrank.simulation.EpisodeResult;
import java.util.ArrayList;
import java.util.List;

/**
 * Evaluations small enough to work by hand: two functions, and in each episode one activation of
 * each, arriving at 0 and completing after the seconds given.
 */
final class SmallEvaluation {

  static final EvaluatedPolicy HASHING = new EvaluatedPolicy("hashing", PolicyRole.REFERENCE);

  private final List<EvaluatedPolicy> policies = new ArrayList<>();
  private final List<CellSummary> cells = new ArrayList<>();
  private final List<String> workloads;
  private final int repetitions;

  SmallEvaluation(List<String> workloads, int repetitions) {
    this.workloads = workloads;
    this.repetitions = repetitions;
  }

  /**
   * Adds a policy.
   *
   * @param seconds by workload, then repetition, then function
   */
  SmallEvaluation with(String name, PolicyRole role, double[][][] seconds) {
    for (int w = 0; w < workloads.size(); w++) {
      for (int r = 0; r < repetitions; r++) {
        List<Completion> completions = new ArrayList<>();
        for (int f = 0; f < seconds[w][r].length; f++) {
          completions.add(new Completion(f, 0, 0, seconds[w][r][f], 0, f == 0));
        }
        cells.add(CellSummary.of(policies.size(), w, r, 2, new EpisodeResult(completions)));
      }
    }
    policies.add(new EvaluatedPolicy(name, role));
    return this;
  }

  Evaluation evaluation() {
    return new Evaluation(
        new Provenance("faasrank evaluate --trace 'a & <b>'", 7, "by hand", "one invoker"),
        policies,
        workloads,
        List.of("F", "G"),
        repetitions,
        cells);
  }

  /** Hashing, two heuristics of which b is the better, a learned policy and an oracle. */
  static Evaluation example() {
    return new SmallEvaluation(List.of("M1", "M2"), 2)
        .with("hashing", PolicyRole.REFERENCE, two(new double[] {1, 3, 3, 5, 10, 10, 20, 40}))
        .with("a", PolicyRole.HEURISTIC, two(new double[] {1, 3, 3, 5, 8, 8, 18, 30}))
        .with("b", PolicyRole.HEURISTIC, two(new double[] {1, 2, 2, 4, 8, 8, 18, 30}))
        .with("<faasrank>", PolicyRole.LEARNED, two(new double[] {1, 1, 2, 2, 6, 6, 12, 24}))
        .with("oracle", PolicyRole.ORACLE, two(new double[] {.1, .1, .1, .1, 1, 1, 1, 1}))
        .evaluation();
  }

  /** Two workloads of two repetitions of two functions. */
  static double[][][] two(double[] seconds) {
    double[][][] shaped = new double[2][2][2];
    for (int i = 0; i < 8; i++) {
      shaped[i / 4][i / 2 % 2][i % 2] = seconds[i];
    }
    return shaped;
  }
}
