package io.faasrank.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.FakeCluster;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/**
 * Guards against a hashing baseline that is not OpenWhisk's: expected step sizes, hashes and homes
 * were computed by OpenWhisk's own balancer.
 */
final class HashingScorerTest {

  @ParameterizedTest
  @CsvFileSource(resources = "hashing-homes.csv", numLinesToSkip = 1)
  void probesFromTheHomeByTheStepThatOpenWhiskTakes(
      String namespace, String name, int hash, int invokers, int home, int step) {
    Action action = new Action(0, namespace, name, 256);
    assertThat(action.hash()).isEqualTo(hash);
    assertThat(probeOrder(action, invokers))
        .startsWith(home, (home + step) % invokers)
        .isEqualTo(walk(invokers, home, step));
  }

  @ParameterizedTest
  @CsvFileSource(resources = "hashing-homes.csv", numLinesToSkip = 1)
  void walksAsOpenWhiskDoesToTheFirstWithMemory(
      String namespace, String name, int hash, int invokers, int home, int step) {
    Action action = new Action(0, namespace, name, 256);
    FakeCluster view = FakeCluster.ofSize(invokers);
    int[] walk = walk(invokers, home, step);
    for (int i = 0; i < Math.min(invokers, 20); i++) {
      assertThat(HashingScorer.firstWithMemory(view, action)).isEqualTo(walk[i]);
      if (i % 2 == 0) {
        view.setUsable(walk[i], false);
      } else {
        view.setFreeMemoryMb(walk[i], 255);
      }
    }
  }

  @Test
  void findsTheFirstWithMemoryWhereThePolicyDoes() {
    SplittableRandom random = new SplittableRandom(8);
    FakeCluster view = FakeCluster.ofSize(1);
    for (int i = 0; i < 2_000; i++) {
      view.randomize(random, 30);
      Decision decision = new Decision();
      int chosen = Decisions.create("hashing").decide(view, Decisions.ACTION, decision, random);
      boolean without = chosen == Decision.NONE || decision.overloaded();
      assertThat(HashingScorer.firstWithMemory(view, Decisions.ACTION))
          .isEqualTo(without ? Decision.NONE : chosen);
    }
    assertThat(HashingScorer.firstWithMemory(FakeCluster.ofSize(0), Decisions.ACTION))
        .isEqualTo(Decision.NONE);
  }

  @Test
  void walksThePublishedExampleOfTenInvokers() {
    Action action = new Action(0, "guest", "guest/DH", 256);
    assertThat(probeOrder(action, 10)).containsExactly(3, 6, 9, 2, 5, 8, 1, 4, 7, 0);
  }

  @Test
  void goesOnPastInvokersThatAreDownOrFull() {
    FakeCluster view = FakeCluster.ofSize(10);
    view.setUsable(3, false);
    view.setFreeMemoryMb(6, 255);
    assertThat(Decisions.decide("hashing", view)).isEqualTo(9);
  }

  @Test
  void followsAClusterThatGrowsAndShrinks() {
    Scorer scorer = new HashingScorer();
    for (int size : new int[] {10, 4, 13, 1, 10}) {
      FakeCluster view = FakeCluster.ofSize(size);
      assertThat(Decisions.scores(scorer, view))
          .isEqualTo(Decisions.scores(new HashingScorer(), view));
    }
  }

  @Test
  void choosesAnyUsableInvokerWhenAllAreFull() {
    FakeCluster view = FakeCluster.ofSize(10);
    for (int i = 0; i < 10; i++) {
      view.setFreeMemoryMb(i, 0);
    }
    view.setUsable(4, false);
    Policy hashing = Decisions.create("hashing");
    int[] chosen = new int[10];
    SplittableRandom random = new SplittableRandom(11);
    Decision decision = new Decision();
    for (int i = 0; i < 9000; i++) {
      chosen[hashing.decide(view, Decisions.ACTION, decision, random)]++;
    }
    assertThat(chosen[4]).isZero();
    chosen[4] = 1000;
    // Five standard deviations of a binomial count of mean 1000 are about 150.
    assertThat(Arrays.stream(chosen).boxed()).allSatisfy(n -> assertThat(n).isBetween(850, 1150));
  }

  @Test
  void survivesTheHashWhoseAbsoluteValueIsNegative() {
    Action action = new Action(0, "", "polygenelubricants", 256);
    assertThat(action.hash()).isEqualTo(Integer.MIN_VALUE);
    assertThat(probeOrder(action, 10)[0]).isEqualTo(Math.floorMod(Integer.MIN_VALUE, 10));
  }

  private static int[] walk(int invokers, int home, int step) {
    return IntStream.iterate(home, i -> (i + step) % invokers).limit(invokers).toArray();
  }

  /** Invokers by falling score. */
  private static int[] probeOrder(Action action, int invokers) {
    FakeCluster view = FakeCluster.ofSize(invokers);
    Decision decision = new Decision();
    decision.begin(view, action, CandidateLimit.NONE, new SplittableRandom(1));
    new HashingScorer().score(view, action, decision);
    float[] scores = decision.scores();
    return IntStream.range(0, invokers)
        .boxed()
        .sorted((a, b) -> Float.compare(scores[b], scores[a]))
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
