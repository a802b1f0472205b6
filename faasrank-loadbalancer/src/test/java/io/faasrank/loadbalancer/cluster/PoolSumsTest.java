package io.faasrank.loadbalancer.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.cluster.Action;
import io.faasrank.cluster.ClusterSums;
import io.faasrank.cluster.CountedSums;
import io.faasrank.loadbalancer.observe.Meters;
import io.faasrank.loadbalancer.observe.RecordingSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Guards against sums that drift from what they are the sums of: by an invoker that leaves a pool
 * with work in flight, by a report of others' work, by one that belongs to both pools, and by
 * threads that meet.
 */
final class PoolSumsTest {

  private static final int INVOKERS = 12;
  private static final int MANAGED = 9;
  private static final int BLACKBOX = 5;
  private static final int ACTIONS = 4;

  private final HandClock clock = new HandClock();
  private final ClusterBook book =
      new ClusterBook(new FreshnessSettings(Duration.ofSeconds(5), Duration.ZERO, 0.5), 64, clock);
  private final ReportIntake intake = new ReportIntake(book, new Meters(new RecordingSink()));
  private final LiveView view = new LiveView(book);
  private final SemaphoreSlots slots = new SemaphoreSlots(INVOKERS, 2048);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void areThoseOfACountAfterWhateverHappens(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    book.controllers(2);
    List<Dispatch> open = new ArrayList<>();
    Pool managed = pool(false, random);
    Pool blackbox = pool(true, random);
    for (int step = 0; step < 3_000; step++) {
      clock.advanceMillis(1 + random.nextInt(20));
      switch (random.nextInt(8)) {
        case 0 -> managed = pool(false, random);
        case 1 -> blackbox = pool(true, random);
        case 2 -> report(random);
        case 3, 4 -> complete(open, random);
        default -> open.add(dispatch(random));
      }
      assertCounted(random.nextBoolean() ? managed : blackbox);
    }
    while (!open.isEmpty()) {
      complete(open, random);
    }
    assertCounted(managed);
    assertCounted(blackbox);
  }

  @Test
  void areThoseOfACountWhenThreadsHaveMet() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      for (int round = 0; round < 20; round++) {
        int seed = 100 * round;
        List<Callable<Void>> work = new ArrayList<>();
        for (int t = 0; t < 3; t++) {
          SplittableRandom random = new SplittableRandom(seed + t);
          work.add(() -> dispatchAndComplete(random));
        }
        work.add(() -> changePools(new SplittableRandom(seed + 3)));
        for (Future<Void> each : threads.invokeAll(work)) {
          each.get();
        }
        assertCounted(pool(false, new SplittableRandom(seed)));
        assertCounted(pool(true, new SplittableRandom(seed)));
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(sums(pool(false, new SplittableRandom(1))).inflight()).isZero();
  }

  private Void dispatchAndComplete(SplittableRandom random) {
    List<Dispatch> open = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      open.add(dispatch(random));
      if (random.nextInt(4) > 0) {
        complete(open, random);
      }
    }
    while (!open.isEmpty()) {
      complete(open, random);
    }
    return null;
  }

  private Void changePools(SplittableRandom random) {
    for (int i = 0; i < 500; i++) {
      book.sums(pool(random.nextBoolean(), random));
    }
    return null;
  }

  /** The action whose sums are compared keeps to the managed pool, as any does to one. */
  private Dispatch dispatch(SplittableRandom random) {
    int action = random.nextInt(ACTIONS);
    int invoker = random.nextInt(action == 0 ? MANAGED : INVOKERS);
    return book.dispatched(action(action), invoker, 1);
  }

  private void complete(List<Dispatch> open, SplittableRandom random) {
    if (!open.isEmpty()) {
      book.completed(open.remove(random.nextInt(open.size())));
    }
  }

  private void report(SplittableRandom random) {
    int invoker = random.nextInt(INVOKERS);
    int working = random.nextInt(6);
    ActionBook measured = action(invoker < MANAGED ? 0 : 1);
    intake.take(
        new ReportDraft(invoker, ReportDraft.NOON + clock.getAsLong() / 1_000_000)
            .cores(1 + random.nextInt(64))
            .working(working, 256 * working)
            .measured(measured, random.nextInt(4), 1, 500, 3, 1 + random.nextInt(5_000))
            .json());
  }

  private ActionBook action(int number) {
    return book.actions().book("guest", "guest/" + number, 128 << number);
  }

  /** The blackbox pool overlaps the managed one, as in a small OpenWhisk. */
  private static Pool pool(boolean blackbox, SplittableRandom random) {
    int size = blackbox ? BLACKBOX : MANAGED;
    boolean[] usable = new boolean[size];
    int[] memoryMb = new int[size];
    for (int i = 0; i < size; i++) {
      usable[i] = random.nextInt(4) > 0;
      memoryMb[i] = 1024 * (1 + random.nextInt(8));
    }
    return new Pool(blackbox, blackbox ? INVOKERS - BLACKBOX : 0, usable, memoryMb);
  }

  private ClusterSums sums(Pool pool) {
    ActionBook action = action(0);
    view.bind(pool, action, slots.of(action, 1), 1);
    return view.sums(action.action());
  }

  private void assertCounted(Pool pool) {
    ClusterSums sums = sums(pool);
    Action action = action(0).action();
    ClusterSums counted = new CountedSums(view).of(action);
    assertThat(sums.invokers()).isEqualTo(counted.invokers());
    assertThat(sums.cores()).isEqualTo(counted.cores());
    assertThat(sums.memoryMb()).isEqualTo(counted.memoryMb());
    assertThat(sums.reservedMb()).isEqualTo(counted.reservedMb());
    assertThat(sums.inflight()).isEqualTo(counted.inflight());
    assertThat(sums.queued()).isEqualTo(counted.queued());
    assertThat(Math.abs(sums.workMbSeconds() - counted.workMbSeconds()))
        .isLessThanOrEqualTo(1e-5f * counted.workMbSeconds());
    if (!pool.blackbox()) {
      assertThat(sums.actionInflight()).isEqualTo(counted.actionInflight());
      assertThat(sums.actionIdleWarm()).isEqualTo(counted.actionIdleWarm());
    }
  }
}
