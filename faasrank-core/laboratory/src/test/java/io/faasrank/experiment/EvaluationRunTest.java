package io.faasrank.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.faasrank.report.EvaluatedPolicy;
import io.faasrank.report.Evaluation;
import io.faasrank.report.PolicyRole;
import io.faasrank.report.Provenance;
import io.faasrank.simulation.Completion;
import io.faasrank.simulation.EpisodeResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Guards against results that land in another cell's place, and against lost failures. */
class EvaluationRunTest {

  private static final Provenance PROVENANCE = new Provenance("", 1, "", "");

  /** The first episode ends last: it waits for all others. */
  @Test
  @Timeout(30)
  void resultsAreInOrderWhicheverEndsFirst() {
    CountDownLatch others = new CountDownLatch(11);
    Set<String> asked = ConcurrentHashMap.newKeySet();
    EvaluationRun run =
        new EvaluationRun(
            experiment(
                (policy, workload, repetition, replay) -> {
                  asked.add(policy + workload + repetition + replay);
                  if (policy.equals("hashing") && replay == 0 && workload.equals("A")) {
                    awaitIfFirst(others, repetition);
                  }
                  others.countDown();
                  return seconds(
                      policy.length() * 100
                          + workload.charAt(0)
                          + repetition * 1_000
                          + replay * 10_000);
                }),
            2,
            true);
    AtomicInteger done = new AtomicInteger();
    Evaluation evaluation = run.run(PROVENANCE, 2, done::incrementAndGet);
    assertThat(run.episodes()).isEqualTo(12).isEqualTo(done.get());
    assertThat(asked).hasSize(12).contains("hashingA10", "hashingA11", "greedyB00");
    assertThat(evaluation.policies())
        .containsExactly(
            new EvaluatedPolicy("hashing", PolicyRole.REFERENCE),
            new EvaluatedPolicy("hashing (A/A)", PolicyRole.REPLAY),
            new EvaluatedPolicy("greedy", PolicyRole.HEURISTIC));
    assertThat(evaluation.cell(0, 0, 0).meanSeconds()).isEqualTo(700 + 'A');
    assertThat(evaluation.cell(1, 1, 1).meanSeconds()).isEqualTo(10_000 + 1_000 + 700 + 'B');
    assertThat(evaluation.cell(2, 0, 1).meanSeconds()).isEqualTo(1_000 + 600 + 'A');
  }

  @Test
  void aFailureOfAnEpisodeIsTheRunsFailure() {
    EvaluationRun run =
        new EvaluationRun(
            experiment(
                (policy, workload, repetition, replay) -> {
                  if (policy.equals("greedy")) {
                    throw new IllegalStateException("greedy failed");
                  }
                  return seconds(1);
                }),
            2,
            true);
    assertThatIllegalStateException()
        .isThrownBy(() -> run.run(PROVENANCE, 2, () -> {}))
        .withMessage("greedy failed");
  }

  @Test
  void withoutNoiseFloorTheReferenceRunsOnce() {
    Set<String> asked = ConcurrentHashMap.newKeySet();
    EvaluationRun run =
        new EvaluationRun(
            experiment(
                (policy, workload, repetition, replay) -> {
                  asked.add(policy + workload + repetition + replay);
                  return seconds(1);
                }),
            1,
            false);
    assertThat(run.run(PROVENANCE, 1, () -> {}).policies()).hasSize(2);
    assertThat(asked).containsOnly("hashingA00", "hashingB00", "greedyA00", "greedyB00");
  }

  /** One after the other, as against real servers, no policy always goes first. */
  @Test
  void everyOtherRepetitionIsInReverseOrder() {
    List<String> asked = new ArrayList<>();
    EvaluationRun run =
        new EvaluationRun(
            experiment(
                (policy, workload, repetition, replay) -> {
                  asked.add(policy + workload + repetition + replay);
                  return seconds(1);
                }),
            2,
            true);
    run.run(PROVENANCE, 1, () -> {});
    assertThat(asked)
        .startsWith(
            "hashingA00",
            "hashingA01",
            "greedyA00",
            "greedyA10",
            "hashingA11",
            "hashingA10",
            "hashingB00");
  }

  private static void awaitIfFirst(CountDownLatch others, int repetition) {
    if (repetition == 0) {
      try {
        others.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static Experiment experiment(EpisodeRunner runner) {
    return new Experiment(
        List.of(
            new EvaluatedPolicy("hashing", PolicyRole.REFERENCE),
            new EvaluatedPolicy("greedy", PolicyRole.HEURISTIC)),
        List.of("A", "B"),
        List.of("F"),
        "",
        runner);
  }

  private static EpisodeResult seconds(double seconds) {
    return new EpisodeResult(List.of(new Completion(0, 0, 0, seconds, 0, false)));
  }
}
