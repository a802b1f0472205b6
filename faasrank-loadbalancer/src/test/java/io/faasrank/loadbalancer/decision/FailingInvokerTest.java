package io.faasrank.loadbalancer.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.loadbalancer.canary.Canary;
import io.faasrank.loadbalancer.cluster.ActionBook;
import io.faasrank.loadbalancer.cluster.ClusterBook;
import io.faasrank.loadbalancer.cluster.EjectionSettings;
import io.faasrank.loadbalancer.cluster.Ejections;
import io.faasrank.loadbalancer.cluster.FreshnessSettings;
import io.faasrank.loadbalancer.cluster.HandClock;
import io.faasrank.loadbalancer.cluster.Pool;
import io.faasrank.loadbalancer.cluster.ReportDraft;
import io.faasrank.loadbalancer.cluster.ReportIntake;
import io.faasrank.loadbalancer.cluster.SemaphoreSlots;
import io.faasrank.loadbalancer.model.Served;
import io.faasrank.loadbalancer.observe.Meters;
import io.faasrank.loadbalancer.observe.MetricSink;
import io.faasrank.model.Model;
import io.faasrank.model.ShippedModel;
import io.faasrank.policy.CandidateLimit;
import io.faasrank.policy.NetworkScorer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Guards against an invoker that wins load because it fails fast: ten minutes of a cluster in
 * virtual time, through the classes that serve, where one invoker fails whatever it gets within 5
 * ms.
 */
final class FailingInvokerTest {

  private static final int INVOKERS = 10;
  private static final int FAILING = 3;
  private static final int MB = 256;
  private static final double PER_SECOND = 20;
  private static final long END_NANOS = 600_000_000_000L;

  private record End(long nanos, String id, ActionBook action, int invoker, Outcome outcome) {}

  private final HandClock clock = new HandClock();
  private final Meters meters = new Meters(MetricSink.NONE);

  /** Share of the activations that the failing invoker got, once it has failed for a second. */
  private double share(String policy, boolean ejecting) {
    ClusterBook book =
        new ClusterBook(new FreshnessSettings(Duration.ofHours(1), Duration.ZERO, 0.5), 100, clock);
    ReportIntake intake = new ReportIntake(book, meters);
    for (int i = 0; i < INVOKERS; i++) {
      intake.take(new ReportDraft(i, ReportDraft.NOON).report());
    }
    Model model = ShippedModel.open("general");
    Served served = new Served(model, new NetworkScorer(model), "1", "shipped model general");
    Placement placement =
        new Placement(
            book,
            new ServingPolicies(policy, CandidateLimit.NONE, () -> served),
            0.5,
            1,
            Duration.ofDays(1),
            meters,
            clock,
            1);
    Ejections ejections =
        new Ejections(
            new EjectionSettings(
                ejecting,
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofMinutes(5),
                0.3,
                5,
                5,
                20,
                1.9),
            () -> INVOKERS,
            clock,
            meters);
    DecisionLedger ledger =
        new DecisionLedger(
            book, new ModeSwitch(Mode.FAASRANK, meters), policy, meters, Canary.NONE, ejections);
    SemaphoreSlots slots = new SemaphoreSlots(INVOKERS, 2048);
    boolean[] usable = new boolean[INVOKERS];
    Arrays.fill(usable, true);
    int[] memoryMb = new int[INVOKERS];
    Arrays.fill(memoryMb, 2048);
    Pool pool = new Pool(false, 0, usable, memoryMb);
    ActionBook[] actions = new ActionBook[5];
    for (int i = 0; i < actions.length; i++) {
      actions[i] = book.actions().book("guest", "guest/a" + i, MB);
    }
    SplittableRandom random = new SplittableRandom(7);
    PriorityQueue<End> ends = new PriorityQueue<>(Comparator.comparingLong(End::nanos));
    long begin = clock.getAsLong();
    long arrival = 0;
    long sweep = 0;
    int all = 0;
    int failing = 0;
    for (int n = 0; arrival < END_NANOS; n++) {
      arrival += (long) (-Math.log(1 - random.nextDouble()) / PER_SECOND * 1e9);
      while (!ends.isEmpty() && ends.element().nanos <= arrival) {
        End end = ends.remove();
        to(begin + end.nanos);
        ledger.close(end.id, end.outcome);
        slots.release(end.invoker, end.action, 1);
      }
      to(begin + arrival);
      for (; sweep < arrival; sweep += 1_000_000_000) {
        ejections.sweep();
      }
      String id = "a" + n;
      ActionBook action = actions[random.nextInt(actions.length)];
      Request request = new Request(id, action, ejections.remaining(pool), 1, slots.of(action, 1));
      Choice placed = Objects.requireNonNull(placement.place(request));
      int invoker = placed.invoker();
      boolean fails = invoker == FAILING && arrival > END_NANOS / 10;
      long took = fails ? 5_000_000 : (long) (1e9 * (0.5 + random.nextDouble()));
      ends.add(
          new End(
              arrival + took,
              id,
              action,
              invoker,
              fails ? Outcome.SYSTEM_ERROR : Outcome.COMPLETED));
      assertThat(ledger.open(id, action, invoker, 1, placed, null, null)).isTrue();
      if (arrival > END_NANOS / 10) {
        all++;
        failing += fails ? 1 : 0;
      }
    }
    return (double) failing / all;
  }

  private void to(long nanos) {
    clock.advanceMillis((nanos - clock.getAsLong()) / 1e6);
  }

  @ParameterizedTest
  @ValueSource(strings = {"least-connections", "least-work", "round-robin", "faasrank"})
  void anInvokerThatFailsFastNeverWinsLoad(String policy) {
    assertThat(share(policy, true)).isLessThan(0.01);
  }

  @Test
  void withoutEjectionItWould() {
    assertThat(share("least-connections", false)).isGreaterThan(0.5);
    assertThat(share("faasrank", false)).isGreaterThan(0.1);
  }
}
