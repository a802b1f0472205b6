package io.faasrank.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.cluster.FakeCluster;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Guards against a cursor over candidates instead of invokers (which would favour whoever follows a
 * full one), a cursor that sticks, and turns lost between threads.
 */
final class RoundRobinScorerTest {

  private final Policy policy = Decisions.create("round-robin");

  @Test
  void takesTurnsAndWraps() {
    assertThat(next(FakeCluster.ofSize(3), 7)).containsExactly(0, 1, 2, 0, 1, 2, 0);
  }

  @Test
  void passesOverInvokersWithoutMemoryWhichLoseTheirTurn() {
    FakeCluster view = FakeCluster.ofSize(5);
    view.setFreeMemoryMb(1, 0);
    view.setUsable(2, false);
    assertThat(next(view, 4)).containsExactly(0, 3, 4, 0);
    view.setFreeMemoryMb(1, 256);
    assertThat(next(view, 2)).containsExactly(1, 3);
  }

  @Test
  void startsOverWhenTheClusterShrinksBelowTheCursor() {
    FakeCluster view = FakeCluster.ofSize(10);
    assertThat(next(view, 8)).endsWith(7);
    view.resize(3, 2048, 8);
    assertThat(next(view, 4)).containsExactly(2, 0, 1, 2);
  }

  @Test
  void scoresByDistanceFromTheCursor() {
    FakeCluster view = FakeCluster.ofSize(4);
    next(view, 2);
    assertThat(Decisions.scores(policy.scorer(), view)).containsExactly(-2, -3, 0, -1);
  }

  @Test
  void losesNoTurnBetweenThreads() throws Exception {
    AtomicIntegerArray turns = new AtomicIntegerArray(10);
    FakeCluster view = FakeCluster.ofSize(10);
    Callable<Boolean> task =
        () -> {
          next(view, 5000).forEach(turns::incrementAndGet);
          return true;
        };
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      for (Future<Boolean> done : threads.invokeAll(List.of(task, task, task, task))) {
        assertThat(done.get()).isTrue();
      }
    } finally {
      threads.shutdownNow();
    }
    for (int i = 0; i < 10; i++) {
      assertThat(turns.get(i)).isEqualTo(2000);
    }
  }

  private List<Integer> next(FakeCluster view, int count) {
    Decision decision = new Decision();
    SplittableRandom random = new SplittableRandom(1);
    return IntStream.range(0, count)
        .map(i -> policy.decide(view, Decisions.ACTION, decision, random))
        .boxed()
        .toList();
  }
}
