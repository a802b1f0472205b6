package io.faasrank.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.cluster.FakeCluster;
import org.junit.jupiter.api.Test;

/**
 * Guards against a hot invoker that is chosen while a cold one is there, a latency that ignores
 * cold starts or contention, and a quantile off by one.
 */
final class PrequalScorerTest {

  private final FakeCluster view = FakeCluster.ofSize(7);

  @Test
  void takesTheWarmInvokerWhileItIsNotHot() {
    view.setInitSeconds(Decisions.ACTION, 2);
    view.setRunSeconds(Decisions.ACTION, 1);
    view.setIdleWarm(3, Decisions.ACTION, 1);
    view.setInflight(3, 4);
    view.setInflight(5, 5);
    assertThat(decide()).isEqualTo(3);
    view.setInflight(3, 6);
    assertThat(decide()).as("hot: 6 in flight, the quantile is 5").isZero();
  }

  @Test
  void aCrowdedWarmInvokerLosesToAColdStart() {
    view.setInitSeconds(Decisions.ACTION, 1);
    view.setRunSeconds(Decisions.ACTION, 2);
    for (int i = 0; i < 7; i++) {
      view.setInflight(i, 12);
    }
    view.setIdleWarm(6, Decisions.ACTION, 1);
    assertThat(decide()).isEqualTo(6);
    view.setInflight(2, 0);
    assertThat(decide()).as("1 + 2 s against 2 s x 13 / 8").isEqualTo(2);
  }

  @Test
  void theQuantileIsThatOfAllCandidates() {
    for (int i = 0; i < 7; i++) {
      view.setInflight(i, i);
    }
    float[] scores = Decisions.scores(new PrequalScorer(), view);
    assertThat(scores[5]).as("6 of 7 are at most the 0.84 quantile").isZero();
    assertThat(scores[6]).isEqualTo(-1e6f - 6);
  }

  private int decide() {
    return Decisions.decide("prequal", view);
  }
}
