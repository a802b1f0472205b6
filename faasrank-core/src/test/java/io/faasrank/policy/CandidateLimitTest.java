package io.faasrank.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.faasrank.cluster.FakeCluster;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Guards against a limit that leaves out an action's warm containers or every way out of its busy
 * neighbourhood, that offers an invoker twice or one that is full, that calls a cluster overloaded
 * which is not, that offers the same empty ones to every decision, or that allocates.
 */
final class CandidateLimitTest {

  /** Activations of one action in flight per one of the fake cluster's. */
  private static final int OTHERS = 32;

  @Test
  void takesTheWarmOnesBeforeOthers() {
    FakeCluster view = busy(100);
    view.setIdleWarm(20, Decisions.ACTION, 1);
    view.setIdleWarm(70, Decisions.ACTION, 3);
    assertThat(candidates(view, 2)).containsExactly(20, 70);
    view.setFreeMemoryMb(70, 255);
    assertThat(candidates(view, 2)).contains(20).doesNotContain(70);
  }

  @Test
  void prefersMuchRoomToAWarmContainerWithLittle() {
    FakeCluster view = busy(100);
    view.setIdleWarm(20, Decisions.ACTION, 1);
    view.setFreeMemoryMb(20, 512);
    view.setFreeMemoryMb(50, 2048);
    assertThat(candidates(view, 1)).containsExactly(50);
    view.setFreeMemoryMb(20, 1280);
    assertThat(candidates(view, 1)).containsExactly(20);
  }

  @Test
  void halfAreWhereTheActionRunsAndHalfHaveRoom() {
    FakeCluster view = busy(100);
    for (int i : new int[] {10, 30, 90}) {
      view.setInflight(i, 3 * OTHERS);
    }
    for (int i : new int[] {40, 60, 80}) {
      view.setFreeMemoryMb(i, 1280);
    }
    assertThat(candidates(view, 6)).containsExactly(10, 30, 40, 60, 80, 90);
    assertThat(candidates(view, 5)).contains(10, 30, 90).hasSize(5);
  }

  @Test
  void offersRoomToAnActionThatKeepsItsOwnInvokersBusy() {
    FakeCluster view = FakeCluster.ofSize(1_000);
    for (int i = 0; i < 990; i++) {
      view.setFreeMemoryMb(i, 256);
      view.setInflight(i, 7 * OTHERS);
    }
    assertThat(Arrays.stream(candidates(view, 8)).filter(i -> i >= 990)).hasSize(4);
    view.setFreeMemoryMb(5, 512);
    assertThat(candidates(view, 40)).contains(5, 990, 995, 999);
  }

  @Test
  void doesNotSeekTheLongestOfItsOwnQueues() {
    FakeCluster view = FakeCluster.ofSize(10);
    for (int i = 0; i < 10; i++) {
      view.setFreeMemoryMb(i, -256 * i);
      view.setInflight(i, (8 + i) * OTHERS);
    }
    assertThat(candidates(view, 4)).containsExactly(0, 1, 2, 3);
  }

  @Test
  void comparesSharesOfMemoryWhereInvokersDiffer() {
    FakeCluster view = new FakeCluster(10, 2048, 8);
    view.resize(20, 8192, 32);
    for (int i = 0; i < 20; i++) {
      view.setFreeMemoryMb(i, 1536);
    }
    assertThat(candidates(view, 10)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
  }

  @Test
  void takesSomeOfEachKindByItself() {
    FakeCluster view = FakeCluster.ofSize(50);
    view.resize(90, 8192, 32);
    view.resize(100, 8192, 8);
    for (int i = 0; i < 50; i++) {
      view.setFreeMemoryMb(i, 1024);
    }
    int[] found = automatic(view);
    assertThat(Arrays.stream(found).filter(i -> i < 50)).hasSize(8);
    assertThat(Arrays.stream(found).filter(i -> i >= 50 && i < 90)).hasSize(8);
    assertThat(Arrays.stream(found).filter(i -> i >= 90)).hasSize(8);
    assertThat(found).isSorted().hasSize(24);
  }

  @Test
  void takesAllOfASmallClusterOrOfManyKindsByItself() {
    FakeCluster view = FakeCluster.ofSize(64);
    assertThat(automatic(view)).hasSize(64);
    view.resize(65, 2048, 8);
    assertThat(automatic(view)).hasSize(8);
    for (int kinds = 1; kinds <= 4; kinds++) {
      view.resize(65 + 10 * kinds, 2048 << kinds, 8);
      assertThat(automatic(view)).hasSize(kinds < 4 ? 8 * (kinds + 1) : 65 + 10 * kinds);
    }
  }

  @Test
  void followsWhatHasChangedAsIfItLookedAtAll() {
    SplittableRandom random = new SplittableRandom(6);
    ChangingCluster view = new ChangingCluster();
    Decision following = new Decision();
    Policy policy = Decisions.create("least-connections").within(CandidateLimit.AUTO);
    for (int c = 0; c < 50; c++) {
      view.replaceAll(random, 300);
      for (int i = 0; i < view.size(); i++) {
        view.setCores(i, 8);
      }
      for (int d = 0; d < 30; d++) {
        long seed = random.nextLong();
        Decision anew = new Decision();
        policy.decide(view, Decisions.ACTION, following, new SplittableRandom(seed));
        policy.decide(view, Decisions.ACTION, anew, new SplittableRandom(seed));
        assertThat(candidates(following)).isEqualTo(candidates(anew));
        view.changeSome(random);
      }
    }
  }

  @Test
  void isReadAsItIsWritten() {
    for (String text : List.of("auto", "all", "1", "16")) {
      assertThat(CandidateLimit.parse(text)).hasToString(text);
      assertThat(CandidateLimit.parse(text)).isEqualTo(CandidateLimit.parse(text));
    }
    assertThat(CandidateLimit.parse("0")).isSameAs(CandidateLimit.NONE);
    assertThat(CandidateLimit.parse("8")).isNotEqualTo(CandidateLimit.AUTO);
    for (String text : List.of("", "-1", "some", "1.5")) {
      assertThatThrownBy(() -> CandidateLimit.parse(text))
          .hasMessage("expected auto, all or a number of 0 or more, found '" + text + "'");
    }
  }

  @Test
  void spreadsEqualInvokersOverDecisions() {
    FakeCluster view = FakeCluster.ofSize(20);
    Policy policy = Decisions.create("least-connections").within(CandidateLimit.of(4));
    Decision decision = new Decision();
    SplittableRandom random = new SplittableRandom(3);
    int[] times = new int[20];
    for (int i = 0; i < 10_000; i++) {
      policy.decide(view, Decisions.ACTION, decision, random);
      for (int candidate : candidates(decision)) {
        times[candidate]++;
      }
    }
    // five standard deviations of a binomial count of mean 2000 are 200
    assertThat(Arrays.stream(times).boxed()).allMatch(n -> n > 1_800 && n < 2_200);
  }

  @Test
  void repeatsUnderTheSameSeed() {
    FakeCluster view = FakeCluster.ofSize(1_000);
    assertThat(candidates(view, 16)).isEqualTo(candidates(view, 16)).hasSize(16);
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
    assertThat(candidates(decision)).hasSize(2).doesNotContain(6);

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
  void keepsTheBestByAnIndependentSort() {
    SplittableRandom random = new SplittableRandom(6);
    FakeCluster view = FakeCluster.ofSize(1);
    int compared = 0;
    for (int i = 0; i < 2_000; i++) {
      view.randomize(random, 60);
      int most = 2 * (1 + random.nextInt(10));
      Decision all = decide(view, 0);
      if (all.count() <= most) {
        continue;
      }
      List<Integer> rest = new ArrayList<>();
      for (int candidate : candidates(all)) {
        rest.add(candidate);
      }
      // random memory makes equal keys too rare to matter
      rest.sort(Comparator.comparingDouble((Integer n) -> -familiar(view, n)));
      Set<Integer> expected = new TreeSet<>(rest.subList(0, most / 2));
      rest.removeAll(expected);
      rest.sort(Comparator.comparingDouble((Integer n) -> -room(view, n)));
      expected.addAll(rest.subList(0, most / 2));
      assertThat(candidates(decide(view, most)))
          .containsExactly(expected.stream().mapToInt(Integer::intValue).toArray());
      compared++;
    }
    assertThat(compared).isGreaterThan(400);
  }

  private static double familiar(FakeCluster view, int invoker) {
    double ownMb = 256 * view.inflight(invoker, Decisions.ACTION);
    return room(view, invoker) + 2 * Math.min(1, ownMb / view.memoryMb(invoker));
  }

  private static double room(FakeCluster view, int invoker) {
    return view.freeMemoryMb(invoker) / (double) view.memoryMb(invoker) + warm(view, invoker);
  }

  private static double warm(FakeCluster view, int invoker) {
    return view.idleWarm(invoker, Decisions.ACTION) > 0 ? 0.5 : 0;
  }

  @Test
  void allocatesNothing() {
    Policy policy = Decisions.create("least-connections").within(CandidateLimit.of(16));
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

  /** Invokers of which half the memory is taken, by other actions. */
  private static FakeCluster busy(int size) {
    FakeCluster view = FakeCluster.ofSize(size);
    for (int i = 0; i < size; i++) {
      view.setFreeMemoryMb(i, 1024);
    }
    return view;
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
        .within(CandidateLimit.of(most))
        .decide(view, Decisions.ACTION, decision, new SplittableRandom(1));
    return decision;
  }

  private static int[] automatic(FakeCluster view) {
    Decision decision = new Decision();
    Decisions.create("least-connections")
        .within(CandidateLimit.AUTO)
        .decide(view, Decisions.ACTION, decision, new SplittableRandom(1));
    return candidates(decision);
  }
}
