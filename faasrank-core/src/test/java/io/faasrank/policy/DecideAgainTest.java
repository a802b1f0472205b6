package io.faasrank.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.ClusterView;
import io.faasrank.cluster.FakeCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Guards against an invoker that is tried twice, and against scores and rows that belong to another
 * candidate once the chosen one is taken out.
 */
final class DecideAgainTest {

  private static final int WIDTH = 3;

  @ParameterizedTest
  @MethodSource("io.faasrank.policy.Policies#names")
  void triesEachCandidateOnce(String name) {
    FakeCluster view = new OracleCluster(7);
    view.setUsable(2, false);
    view.setFreeMemoryMb(5, 0);
    Policy policy = Decisions.create(name);
    Decision decision = new Decision();
    SplittableRandom random = new SplittableRandom(5);
    List<Integer> tried = new ArrayList<>();
    int next = policy.decide(view, Decisions.ACTION, decision, random);
    while (next != Decision.NONE) {
      tried.add(next);
      next = policy.decideAgain(decision, random);
    }
    assertThat(tried).containsExactlyInAnyOrder(0, 1, 3, 4, 6);
    assertThat(decision.count()).isZero();
    assertThat(decision.chosenIndex()).isEqualTo(Decision.NONE);
  }

  @Test
  void keepsScoresAndRowsWithTheirCandidates() {
    Policy policy = new Policy("rows", DecideAgainTest::score, new ArgMax());
    Decision decision = new Decision();
    SplittableRandom random = new SplittableRandom(5);
    int next = policy.decide(FakeCluster.ofSize(9), Decisions.ACTION, decision, random);
    for (int left = 9; left > 0; left--) {
      assertThat(decision.count()).isEqualTo(left);
      float best = decision.scores()[decision.chosenIndex()];
      for (int c = 0; c < left; c++) {
        int invoker = decision.candidates()[c];
        assertThat(decision.scores()[c]).isEqualTo(invoker * 7 % 9).isLessThanOrEqualTo(best);
        for (int column = 0; column < WIDTH; column++) {
          assertThat(decision.encodedRows()[c * WIDTH + column]).isEqualTo(10 * invoker + column);
        }
      }
      assertThat(next).isEqualTo(decision.candidates()[decision.chosenIndex()]);
      next = policy.decideAgain(decision, random);
    }
    assertThat(next).isEqualTo(Decision.NONE);
    assertThat(decision.encodedRows()).isEmpty();
  }

  private static void score(ClusterView view, Action action, Decision decision) {
    float[] rows = decision.rows(WIDTH);
    for (int c = 0; c < decision.count(); c++) {
      int invoker = decision.candidates()[c];
      decision.scores()[c] = invoker * 7 % 9;
      for (int column = 0; column < WIDTH; column++) {
        rows[c * WIDTH + column] = 10 * invoker + column;
      }
    }
  }
}
