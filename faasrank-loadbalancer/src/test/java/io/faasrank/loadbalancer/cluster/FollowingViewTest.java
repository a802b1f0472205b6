package io.faasrank.loadbalancer.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.cluster.ResourceMetric;
import io.faasrank.loadbalancer.observe.Meters;
import io.faasrank.loadbalancer.observe.RecordingSink;
import io.faasrank.model.ShippedModel;
import io.faasrank.policy.Decision;
import io.faasrank.policy.NetworkScorer;
import io.faasrank.policy.Policies;
import io.faasrank.policy.Policy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A view that keeps what it knows, and a decision that keeps what it worked out, against those that
 * begin anew for each activation, while everything changes that can. Guards against a change that
 * nobody counts: the invoker would be chosen or left out by what it was before.
 */
final class FollowingViewTest {

  private static final int ACTIONS = 7;
  private static final int MAX_CONCURRENT = 1;

  private final SplittableRandom random = new SplittableRandom(2_026);
  private final HandClock clock = new HandClock();
  private final ClusterBook book =
      new ClusterBook(
          new FreshnessSettings(Duration.ofSeconds(5), Duration.ofSeconds(1), 0.5), 100, clock);
  private final ReportIntake intake = new ReportIntake(book, new Meters(new RecordingSink()));
  private final SemaphoreSlots slots = new SemaphoreSlots(700, 4096);
  private final LiveView following = new LiveView(book);
  private final FormerView anew = new FormerView(book);
  private final List<Dispatch> inflight = new ArrayList<>();
  private double millis;
  private Pool pool = pool(300);

  @ParameterizedTest
  @ValueSource(strings = {"extended", "table1", "general"})
  void choosesAsOneThatBeginsAnew(String model) {
    Policy policy = Policies.create("faasrank", () -> new NetworkScorer(ShippedModel.open(model)));
    Decision kept = new Decision();
    Decision rows = new Decision();
    int many = 0;
    for (int step = 0; step < 400; step++) {
      for (int k = random.nextInt(30); k >= 0; k--) {
        change(step);
      }
      ActionBook action = action(random.nextInt(ACTIONS));
      MemorySlots memory = slots.of(action, MAX_CONCURRENT);
      following.bind(pool, action, memory, MAX_CONCURRENT);
      anew.bind(pool, action, memory, MAX_CONCURRENT);
      assertThat(following.usableCount()).isEqualTo(anew.usableCount());
      assertThat(following.freshCount()).isEqualTo(anew.freshCount());
      following.freshOnly(true);
      anew.freshOnly(true);

      int chosen = policy.decide(following, action.action(), kept, random);

      assertThat(chosen).isEqualTo(policy.decide(anew, action.action(), rows, random));
      assertThat(kept.count()).isEqualTo(rows.count());
      assertThat(kept.counts().unknown()).isEqualTo(rows.counts().unknown());
      assertThat(kept.counts().clipped()).isEqualTo(rows.counts().clipped());
      many += kept.count() >= 64 ? 1 : 0;
    }
    assertThat(many).isGreaterThan(200);
  }

  private void change(int step) {
    switch (random.nextInt(step % 50 == 49 ? 30 : 12)) {
      case 0, 1, 2, 3, 4, 5 -> report(pool.invoker(random.nextInt(pool.size())));
      case 6, 7, 8 -> dispatch();
      case 9, 10 -> complete();
      case 12 -> pool = pool(200 + random.nextInt(400));
      case 13 -> advance(random.nextInt(7_000));
      default -> advance(random.nextInt(40));
    }
  }

  private void advance(double byMillis) {
    clock.advanceMillis(byMillis);
    millis += byMillis;
  }

  private void report(int invoker) {
    ReportDraft report = new ReportDraft(invoker, ReportDraft.NOON + (long) millis);
    for (ResourceMetric metric : ResourceMetric.values()) {
      report.resource(metric, random.nextInt(500));
    }
    for (int a = random.nextInt(ACTIONS); a < ACTIONS; a++) {
      report.measured(action(a), random.nextInt(3), 5, 1_000, 50, 100 + random.nextInt(900));
    }
    report.cores(1 + random.nextInt(16)).working(random.nextInt(9), 256 * random.nextInt(4));
    intake.take((random.nextBoolean() ? report.queued(random.nextInt(3)) : report).json());
  }

  private void dispatch() {
    ActionBook action = action(random.nextInt(ACTIONS));
    int invoker = pool.invoker(random.nextInt(pool.size()));
    slots.of(action, MAX_CONCURRENT).forceAcquire(invoker);
    inflight.add(book.dispatched(action, invoker, MAX_CONCURRENT));
  }

  private void complete() {
    if (!inflight.isEmpty()) {
      Dispatch ended = inflight.remove(random.nextInt(inflight.size()));
      slots.release(ended.invoker(), ended.action(), MAX_CONCURRENT);
      book.completed(ended);
    }
  }

  private ActionBook action(int number) {
    return book.actions().book("guest", "guest/action" + number, 128 << (number % 4));
  }

  private Pool pool(int size) {
    boolean[] usable = new boolean[size];
    int[] memoryMb = new int[size];
    for (int i = 0; i < size; i++) {
      usable[i] = random.nextInt(20) > 0;
      memoryMb[i] = 1024 << random.nextInt(3);
    }
    return new Pool(true, 10, usable, memoryMb);
  }
}
