package io.faasrank.loadbalancer.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Guards against counts that are lost while the counters grow, and against taking below zero. */
final class GrowingCountersTest {

  private final GrowingCounters counters = new GrowingCounters();

  @Test
  void readsZeroWhereNothingWasWritten() {
    assertThat(counters.get(0)).isZero();
    assertThat(counters.get(99_999)).isZero();
    counters.add(200, 1);
    assertThat(counters.get(100)).isZero();
    assertThat(counters.get(201)).isZero();
  }

  @Test
  void addsInAnyBlockAndTellsTheNewValue() {
    assertThat(counters.add(63, 1)).isEqualTo(1);
    assertThat(counters.add(64, 5)).isEqualTo(5);
    assertThat(counters.add(9_999, 2)).isEqualTo(2);
    assertThat(counters.add(64, -1)).isEqualTo(4);
    assertThat(counters.get(63)).isEqualTo(1);
    assertThat(counters.get(64)).isEqualTo(4);
    assertThat(counters.get(9_999)).isEqualTo(2);
  }

  @Test
  void setsAlsoBackToZero() {
    counters.set(70, 3);
    assertThat(counters.get(70)).isEqualTo(3);
    counters.set(70, 0);
    assertThat(counters.get(70)).isZero();
  }

  @Test
  void takesOneOnlyWhereThereIsOne() {
    assertThat(counters.takeOne(5)).isFalse();
    counters.set(5, 1);
    assertThat(counters.takeOne(5)).isTrue();
    assertThat(counters.takeOne(5)).isFalse();
    assertThat(counters.get(5)).isZero();
  }

  @Test
  void losesNothingWhileThreadsMakeItGrow() throws Exception {
    int threads = 8;
    int rounds = 20_000;
    List<Callable<long[]>> adders = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      SplittableRandom random = new SplittableRandom(100 + t);
      adders.add(
          () -> {
            long[] added = new long[5_000];
            for (int i = 0; i < rounds; i++) {
              // ever higher numbers, so that growing goes on
              int index = random.nextInt(1 + i * 5_000 / rounds);
              counters.add(index, 1);
              added[index]++;
            }
            return added;
          });
    }
    long[] expected = new long[5_000];
    for (long[] added : run(adders)) {
      for (int i = 0; i < added.length; i++) {
        expected[i] += added[i];
      }
    }
    for (int i = 0; i < expected.length; i++) {
      assertThat(counters.get(i)).as("counter %d", i).isEqualTo(expected[i]);
    }
  }

  @Test
  void givesEachToOneTakerOnly() throws Exception {
    int indices = 200_000;
    for (int i = 0; i < indices; i++) {
      counters.set(i, 1);
    }
    List<Callable<Integer>> takers = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      takers.add(
          () -> {
            int taken = 0;
            for (int i = 0; i < indices; i++) {
              taken += counters.takeOne(i) ? 1 : 0;
            }
            return taken;
          });
    }
    assertThat(run(takers).stream().mapToInt(Integer::intValue).sum()).isEqualTo(indices);
    for (int i = 0; i < indices; i++) {
      if (counters.get(i) != 0) {
        assertThat(counters.get(i)).as("counter %d", i).isZero();
      }
    }
  }

  private static <T> List<T> run(List<Callable<T>> tasks) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(tasks.size());
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> each : pool.invokeAll(tasks)) {
        results.add(each.get());
      }
      return results;
    } finally {
      pool.shutdownNow();
    }
  }
}
