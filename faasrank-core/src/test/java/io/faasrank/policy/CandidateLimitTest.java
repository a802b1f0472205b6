package io.faasrank.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.faasrank.cluster.FakeCluster;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Guards against a limit that leaves an action without its warm neighbourhood or without a way out
 * of it, that offers an invoker twice or one that is full, that calls a cluster overloaded which is
 * not, and that still looks at every invoker. Of ten invokers the action's probe order is 3, 6, 9,
 * 2, 5, 8, 1, 4, 7, 0.
 */
final class CandidateLimitTest {

  @Test
  void takesTheFirstOfTheProbeOrderInAscendingOrder() {
    assertThat(candidates(FakeCluster.ofSize(10), 1)).containsExactly(3);
    assertThat(candidates(FakeCluster.ofSize(10), 3)).containsExactly(3, 6, 9);
  }

  @Test
  void looksFurtherForCalmOnesBehindTheNearHalf() {
    FakeCluster view = FakeCluster.ofSize(10);
    view.setFreeMemoryMb(6, 255);
    for (int busy : new int[] {3, 2, 5, 1}) {
      view.setFreeMemoryMb(busy, 1024);
    }
    assertThat(candidates(view, 3)).containsExactly(3, 8, 9);
  }

  @Test
  void fillsUpWithTheNearestOthersWhereFewAreCalm() {
    FakeCluster view = FakeCluster.ofSize(10);
    for (int i = 0; i < 10; i++) {
      view.setFreeMemoryMb(i, 512);
    }
    view.setUsable(6, false);
    assertThat(candidates(view, 3)).containsExactly(2, 3, 9);
    view.setFreeMemoryMb(7, 2048);
    assertThat(candidates(view, 3)).containsExactly(3, 7, 9);
  }

  @Test
  void drawsAQuarterFromTheWholeCluster() {
    FakeCluster view = FakeCluster.ofSize(10);
    Policy policy = Decisions.create("least-connections").withAtMost(4);
    Decision decision = new Decision();
    SplittableRandom random = new SplittableRandom(3);
    int[] times = new int[10];
    for (int i = 0; i < 7_000; i++) {
      policy.decide(view, Decisions.ACTION, decision, random);
      assertThat(decision.count()).isEqualTo(4);
      for (int candidate : candidates(decision)) {
        times[candidate]++;
      }
    }
    assertThat(new int[] {times[3], times[6], times[9]}).containsOnly(7_000);
    for (int other : new int[] {0, 1, 2, 4, 5, 7, 8}) {
      // five standard deviations of a binomial count of mean 1000 are about 146
      assertThat(times[other]).isBetween(854, 1146);
    }
  }

  @Test
  void isOverloadedOnlyWhenNoInvokerAtAllHasMemory() {
    FakeCluster view = FakeCluster.ofSize(10);
    for (int i = 0; i < 10; i++) {
      view.setFreeMemoryMb(i, 0);
    }
    view.setUsable(6, false);
    Decision decision = decide(view, 2);
    assertThat(decision.overloaded()).isTrue();
    assertThat(candidates(decision)).hasSize(2).contains(3).doesNotContain(6);

    view.setFreeMemoryMb(0, 256);
    decision = decide(view, 2);
    assertThat(decision.overloaded()).isFalse();
    assertThat(candidates(decision)).containsExactly(0);
  }

  @Test
  void changesNothingInAClusterWithinTheLimit() {
    SplittableRandom random = new SplittableRandom(4);
    FakeCluster view = FakeCluster.ofSize(1);
    for (int i = 0; i < 500; i++) {
      view.randomize(random, 30);
      Decision all = decide(view, 0);
      Decision limited = decide(view, 30);
      assertThat(candidates(limited)).isEqualTo(candidates(all));
      assertThat(limited.overloaded()).isEqualTo(all.overloaded());
    }
  }

  @Test
  void offersOnRandomViewsAsManyAsThereAreUpToTheLimit() {
    SplittableRandom random = new SplittableRandom(5);
    FakeCluster view = FakeCluster.ofSize(1);
    for (int i = 0; i < 3_000; i++) {
      view.randomize(random, 60);
      int most = 1 + random.nextInt(20);
      Decision all = decide(view, 0);
      Decision limited = decide(view, most);
      assertThat(limited.overloaded()).isEqualTo(all.overloaded());
      assertThat(limited.count()).isEqualTo(Math.min(most, all.count()));
      assertThat(candidates(limited)).isSorted().doesNotHaveDuplicates();
      assertThat(candidates(all)).contains(candidates(limited));
    }
  }

  @Test
  void looksAtFewInvokersOfALargeCluster() {
    CountingCluster view = new CountingCluster(10_000);
    assertThat(decide(view, 16).count()).isEqualTo(16);
    assertThat(view.looks).isBetween(16, 20);
  }

  @Test
  void looksNoFurtherThanAThousandForCalmOnes() {
    CountingCluster view = new CountingCluster(10_000);
    for (int i = 0; i < 10_000; i++) {
      view.setFreeMemoryMb(i, 512);
    }
    assertThat(decide(view, 64).count()).isEqualTo(64);
    assertThat(view.looks).isBetween(1_024, 1_200);
  }

  @Test
  void keepsHashingsChoice() {
    SplittableRandom random = new SplittableRandom(6);
    FakeCluster view = FakeCluster.ofSize(1);
    Policy hashing = Decisions.create("hashing");
    int compared = 0;
    for (int i = 0; i < 500; i++) {
      view.randomize(random, 60);
      if (!decide(view, 0).overloaded()) {
        assertThat(Decisions.decide(hashing.withAtMost(5), view))
            .isEqualTo(Decisions.decide(hashing, view));
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(200);
  }

  @Test
  void allocatesNothing() {
    Policy policy = Decisions.create("least-connections").withAtMost(16);
    FakeCluster view = FakeCluster.ofSize(500);
    for (int i = 0; i < 500; i++) {
      view.setFreeMemoryMb(i, 256 * (i % 3));
    }
    Decision decision = new Decision();
    SplittableRandom random = new SplittableRandom(8);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = 0;
    for (int i = 0; i < 2_000; i++) {
      if (i == 1_000) {
        before = threads.getCurrentThreadAllocatedBytes();
      }
      policy.decide(view, Decisions.ACTION, decision, random);
    }
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1_000);
  }

  @Test
  void refusesANegativeLimit() {
    assertThatThrownBy(() -> CandidateLimit.of(-1))
        .hasMessage("expected 0 or more candidates, found -1");
    assertThat(CandidateLimit.of(0)).isSameAs(CandidateLimit.NONE);
  }

  private static int[] candidates(FakeCluster view, int most) {
    return candidates(decide(view, most));
  }

  private static int[] candidates(Decision decision) {
    return Arrays.copyOf(decision.candidates(), decision.count());
  }

  private static Decision decide(FakeCluster view, int most) {
    Decision decision = new Decision();
    Decisions.create("least-connections")
        .withAtMost(most)
        .decide(view, Decisions.ACTION, decision, new SplittableRandom(1));
    return decision;
  }

  /** Counts how often the decision asks whether an invoker is usable. */
  private static final class CountingCluster extends FakeCluster {
    private int looks;

    CountingCluster(int size) {
      super(size, 2048, 8);
    }

    @Override
    public boolean usable(int invoker) {
      looks++;
      return super.usable(invoker);
    }
  }
}
