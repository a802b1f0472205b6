package io.faasrank.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.FakeCluster;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Guards against a ring that moves actions without need, a bound that never binds or always does,
 * and scores that are not the walk they stand for.
 */
final class BoundedLoadHashingScorerTest {

  private final FakeCluster view = FakeCluster.ofSize(10);
  private final int home = BoundedLoadHashingScorer.home(view, Decisions.ACTION);

  @Test
  void staysAtHomeWhileTheClusterIsIdle() {
    assertThat(probability(home)).isGreaterThan(0.999);
  }

  @Test
  void goesToTheNextOnTheRingWhenHomeIsAboveTheBound() {
    view.setInflight(home, 4);
    int next = (home + 1) % 10;
    assertThat(probability(next)).isGreaterThan(0.999);
    view.setUsable(next, false);
    assertThat(probability((home + 2) % 10)).isGreaterThan(0.999);
  }

  @Test
  void staysAtHomeWhenAllAreEquallyBusy() {
    for (int i = 0; i < 10; i++) {
      view.setInflight(i, 20);
    }
    assertThat(probability(home)).isGreaterThan(0.9);
  }

  @Test
  void allowsMoreWhereThereAreMoreCores() {
    for (int i = 0; i < 10; i++) {
      view.setInflight(i, 4);
    }
    view.setInflight(home, 12);
    assertThat(probability(home)).isLessThan(0.001);
    view.setCores(home, 32);
    assertThat(probability(home)).isGreaterThan(0.9);
  }

  @Test
  void goesToTheNextOnTheRingWhenHomeHasNoMemory() {
    view.setFreeMemoryMb(home, 0);
    assertThat(probability((home + 1) % 10)).isGreaterThan(0.999);
  }

  @Test
  void endsAnywhereWhenOnlyFullInvokersAreBelowTheBound() {
    for (int i = 0; i < 8; i++) {
      view.setFreeMemoryMb(i, 0);
    }
    view.setInflight(8, 30);
    view.setInflight(9, 20);
    assertThat(probability(8)).isCloseTo(0.5, within(0.001));
    assertThat(probability(9)).isCloseTo(0.5, within(0.001));
  }

  @Test
  void scoresTheWalkWithFreshNoiseAtEachInvoker() {
    int[] inflight = {9, 7, 8, 12, 3, 6, 9, 9, 10, 11};
    int total = 1;
    for (int i = 0; i < 10; i++) {
      view.setInflight(i, inflight[i]);
      total += inflight[i];
    }
    double capacity = Math.ceil(1.2 * total / 10);
    int[] ends = new int[10];
    SplittableRandom random = new SplittableRandom(17);
    int walks = 200_000;
    for (int w = 0; w < walks; w++) {
      ends[walk(inflight, capacity, random)]++;
    }
    for (int i = 0; i < 10; i++) {
      assertThat(probability(i)).as("invoker %d", i).isCloseTo(ends[i] / 2e5, within(0.005));
    }
  }

  @Test
  void movesOnlyTheActionsOfAnInvokerThatGoes() {
    FakeCluster smaller = FakeCluster.ofSize(10);
    smaller.setUsable(6, false);
    int moved = 0;
    for (int i = 0; i < 1000; i++) {
      Action action = new Action(0, "guest", "guest/action" + i, 256);
      int before = BoundedLoadHashingScorer.home(view, action);
      int after = BoundedLoadHashingScorer.home(smaller, action);
      if (before == 6) {
        moved++;
        assertThat(after).isNotEqualTo(6);
      } else {
        assertThat(after).isEqualTo(before);
      }
    }
    assertThat(moved).isBetween(60, 140);
  }

  private int walk(int[] inflight, double capacity, SplittableRandom random) {
    for (int k = 0; k < 10; k++) {
      int i = (home + k) % 10;
      double uniform = random.nextDouble();
      double noise = 0.1 * capacity / 1.702 * Math.log(uniform / (1 - uniform));
      if (inflight[i] + 0.5 + noise < capacity) {
        return i;
      }
    }
    return random.nextInt(10);
  }

  /** Probability that the invoker is chosen. */
  private double probability(int invoker) {
    Decision decision = new Decision();
    decision.begin(view, Decisions.ACTION, CandidateLimit.NONE, new SplittableRandom(1));
    new BoundedLoadHashingScorer().score(view, Decisions.ACTION, decision);
    for (int i = 0; i < decision.count(); i++) {
      if (decision.candidates()[i] == invoker) {
        return Math.exp(Softmax.logProbability(decision.scores(), decision.count(), i));
      }
    }
    return 0;
  }
}
