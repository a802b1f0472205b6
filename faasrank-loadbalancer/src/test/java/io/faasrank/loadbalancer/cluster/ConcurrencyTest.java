package io.faasrank.loadbalancer.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.faasrank.loadbalancer.decision.Choice;
import io.faasrank.loadbalancer.decision.DecisionLedger;
import io.faasrank.loadbalancer.decision.Fallback;
import io.faasrank.loadbalancer.decision.Mode;
import io.faasrank.loadbalancer.decision.ModeSwitch;
import io.faasrank.loadbalancer.decision.Outcome;
import io.faasrank.loadbalancer.decision.Placement;
import io.faasrank.loadbalancer.decision.Request;
import io.faasrank.loadbalancer.decision.Serving;
import io.faasrank.loadbalancer.decision.ServingPolicies;
import io.faasrank.loadbalancer.event.EventLog;
import io.faasrank.loadbalancer.model.ModelStore;
import io.faasrank.loadbalancer.observe.Meters;
import io.faasrank.loadbalancer.observe.OperatorMetric;
import io.faasrank.loadbalancer.observe.RecordingSink;
import io.faasrank.model.ShippedModel;
import io.faasrank.policy.ArgMax;
import io.faasrank.policy.CandidateLimit;
import io.faasrank.policy.Policies;
import io.faasrank.policy.Policy;
import io.faasrank.policy.ScoringEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Guards against what is lost, counted twice or leaked when many threads place and acknowledge
 * while reports arrive, health and controllers change, modes switch, models are swapped and a
 * policy fails now and then, while invokers are restarted. Hashing is OpenWhisk's walk on the same
 * semaphores.
 */
final class ConcurrencyTest {

  private static final int PUBLISHERS = 16;
  private static final int ACTIVATIONS_EACH = 2_000;
  private static final int WATCHED_EVERY = 100;
  private static final int INVOKERS = 12;
  private static final int MEMORY_MB = 1024;

  /** Activations in flight wait here, each twice: who takes one acknowledges it. */
  private static final int WAITING = 160;

  private static final Outcome[] ENDINGS = {
    Outcome.COMPLETED, Outcome.COMPLETED, Outcome.SYSTEM_ERROR, Outcome.TIMED_OUT
  };

  private static final List<Outcome> ENDINGS_THAT_COUNT =
      List.of(Outcome.COMPLETED, Outcome.SYSTEM_ERROR, Outcome.TIMED_OUT);

  /** An activation in flight. */
  private record Sent(String id, ActionBook action, int invoker, int maxConcurrent, int forcedMb) {}

  private final Meters meters = new Meters(new RecordingSink());
  private final EventLog log = new EventLog();
  private final ClusterBook book =
      new ClusterBook(
          new FreshnessSettings(Duration.ofSeconds(5), Duration.ZERO, 0.5),
          32,
          System::nanoTime,
          log);
  private final ModeSwitch modes = new ModeSwitch(Mode.FAASRANK, meters);
  private final DecisionLedger ledger = new DecisionLedger(book, modes, "faasrank", meters);
  private final ReportIntake intake = new ReportIntake(book, meters, ledger);
  private final long[] startedAtMillis = new long[INVOKERS];
  private final ModelStore models =
      ModelStore.open("extended", ScoringEngine.named("java"), served -> {});
  private final ServingPolicies learned =
      new ServingPolicies("faasrank", CandidateLimit.NONE, models::served);
  private final Serving failing = serving("failing");
  private final Serving hermod = serving("hermod");
  private final AtomicInteger whichServing = new AtomicInteger();
  private final Placement placement =
      new Placement(
          book, this::serving, 0.5, 1, Duration.ofSeconds(10), meters, System::nanoTime, 9);
  private final SemaphoreSlots slots = new SemaphoreSlots(INVOKERS, MEMORY_MB);
  private final AtomicInteger[] forcedMb = new AtomicInteger[INVOKERS];
  private final AtomicReferenceArray<@Nullable Sent> waiting = new AtomicReferenceArray<>(WAITING);
  private final LongAdder opened = new LongAdder();
  private final LongAdder closed = new LongAdder();
  private final LoggedActivations logged = new LoggedActivations(log);
  private final LongAdder placedByPolicy = new LongAdder();
  private final Set<ActionBook> used = ConcurrentHashMap.newKeySet();
  private final ReadWriteLock quiet = new ReentrantReadWriteLock();
  private final AtomicBoolean over = new AtomicBoolean();
  private volatile Pool managed = pool(false, 0, 9, 0x1ff);
  private volatile Pool blackbox = pool(true, 9, 3, 7);

  @Test
  @Timeout(120)
  void losesAndLeaksNothing() throws Exception {
    Arrays.setAll(forcedMb, i -> new AtomicInteger());
    fallBack(1);
    fallBack(0);
    whichServing.set(2);
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      List<Future<?>> disturbers = new ArrayList<>();
      disturbers.add(threads.submit(() -> untilOver(1, this::report)));
      disturbers.add(threads.submit(() -> untilOver(2, this::changeHealth)));
      disturbers.add(threads.submit(() -> untilOver(3, this::switchMode)));
      disturbers.add(threads.submit(() -> untilOver(4, this::swap)));
      disturbers.add(threads.submit(() -> untilOver(5, random -> logged.read())));
      List<Future<?>> publishers = new ArrayList<>();
      for (int p = 0; p < PUBLISHERS; p++) {
        int number = p;
        publishers.add(threads.submit(() -> publishAll(number)));
      }
      for (Future<?> publisher : publishers) {
        publisher.get();
      }
      over.set(true);
      for (Future<?> disturber : disturbers) {
        disturber.get();
      }
    } finally {
      over.set(true);
      threads.shutdownNow();
      assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }
    restartAll();
    SplittableRandom random = new SplittableRandom(99);
    for (int i = 0; i < WAITING; i++) {
      acknowledge(waiting.getAndSet(i, null), random);
    }
    logged.read();
    assertNothingIsLeft();
  }

  /**
   * Asks a policy that fails where nothing is in flight, or none; the rest is up to the threads.
   */
  private void fallBack(int serving) {
    whichServing.set(serving);
    ActionBook action = book.actions().book("guest", "guest/a1", 256);
    Request request = new Request("first", action, managed, 1, slots.of(action, 1));
    assertThat(placement.place(request)).isNull();
  }

  /** The last activations of the publishers are in flight, and gone with all invokers. */
  private void restartAll() {
    int before = inflightByLedger();
    long goneBefore = meters.total(OperatorMetric.GONE);
    assertThat(before).isPositive();
    for (int i = 0; i < INVOKERS; i++) {
      long now = ReportDraft.NOON + System.nanoTime() / 1_000_000 + 5;
      intake.take(new ReportDraft(i, now).started(now).json());
    }
    assertThat(inflightByLedger()).isZero();
    assertThat(meters.total(OperatorMetric.GONE)).isEqualTo(goneBefore + before);
  }

  private int inflightByLedger() {
    AtomicInteger known = new AtomicInteger();
    ledger.forEach(dispatch -> known.addAndGet(dispatch.inFlight() ? 1 : 0));
    return known.get();
  }

  private void publishAll(int publisher) {
    SplittableRandom random = new SplittableRandom(1_000 + publisher);
    for (int i = 0; i < ACTIVATIONS_EACH; i++) {
      quiet.readLock().lock();
      try {
        Sent sent = publish("activation-" + publisher + "-" + i, random);
        // in two places: acknowledged twice, also by two threads at once
        for (int copy = 0; copy < 2; copy++) {
          acknowledge(waiting.getAndSet(random.nextInt(WAITING), sent), random);
        }
      } finally {
        quiet.readLock().unlock();
      }
      if (publisher == 0 && i % WATCHED_EVERY == 0) {
        watch();
      }
    }
  }

  /** What the balancer does with an activation. */
  private Sent publish(String id, SplittableRandom random) {
    int kind = random.nextInt(40);
    int maxConcurrent = kind % 4 == 0 ? 3 : 1;
    ActionBook action = book.actions().book("guest", "guest/a" + kind, kind % 2 == 0 ? 128 : 256);
    used.add(action);
    CountingSlots own =
        new CountingSlots(slots.of(action, maxConcurrent), action.action().memoryMb(), forcedMb);
    Pool pool = random.nextInt(5) == 0 ? blackbox : managed;
    Request request = new Request(id, action, pool, maxConcurrent, own);
    Mode mode = modes.current();
    boolean asks = mode != Mode.HASHING;
    Choice placed = null;
    Choice shadowed = null;
    if (asks) {
      if (mode == Mode.SHADOW) {
        shadowed = placement.shadow(request);
        assertThat(own.takenOn()).isEqualTo(-1);
      } else {
        placed = placement.place(request);
        assertThat(own.takenOn()).isEqualTo(placed == null ? -1 : placed.invoker());
      }
    }
    Fallback fallback = asks ? placement.lastFallback() : null;
    int invoker = placed == null ? own.hash(pool, action, random) : placed.invoker();
    if (placed != null) {
      placedByPolicy.increment();
      if (placed.overloaded()) {
        assertThat(own.forcedHereMb()).isPositive();
      }
    }
    assertThat(ledger.open(id, action, invoker, maxConcurrent, placed, shadowed, fallback))
        .isTrue();
    if (random.nextInt(50) == 0) {
      assertThat(ledger.open(id, action, invoker, maxConcurrent, placed, shadowed, fallback))
          .isFalse();
    }
    opened.increment();
    return new Sent(id, action, invoker, maxConcurrent, own.forcedHereMb());
  }

  private void acknowledge(@Nullable Sent sent, SplittableRandom random) {
    if (sent != null && ledger.close(sent.id, ENDINGS[random.nextInt(ENDINGS.length)])) {
      closed.increment();
      slots.release(sent.invoker, sent.action, sent.maxConcurrent);
      if (sent.maxConcurrent == 1) {
        forcedMb[sent.invoker].addAndGet(-sent.forcedMb);
      }
      assertThat(ledger.close(sent.id, Outcome.COMPLETED)).isFalse();
    }
  }

  private void untilOver(long seed, Consumer<SplittableRandom> step) {
    SplittableRandom random = new SplittableRandom(seed);
    while (!over.get()) {
      step.accept(random);
      LockSupport.parkNanos(50_000);
    }
  }

  private void report(SplittableRandom random) {
    if (random.nextInt(20) == 0) {
      intake.take(new byte[random.nextInt(30)]);
      return;
    }
    int invoker = random.nextInt(INVOKERS);
    long now = ReportDraft.NOON + System.nanoTime() / 1_000_000;
    if (random.nextInt(20) == 0) {
      startedAtMillis[invoker] = now;
    }
    ReportDraft report =
        new ReportDraft(invoker, now)
            .started(ReportDraft.NOON + startedAtMillis[invoker] % ReportDraft.NOON)
            .working(random.nextInt(6), 128 * random.nextInt(8));
    for (int kind = 0; kind < 40; kind++) {
      if (random.nextBoolean()) {
        String name = "guest/a" + kind;
        ActionBook action = book.actions().book("guest", name, kind % 2 == 0 ? 128 : 256);
        report.measured(action, random.nextInt(3), 3, 500, 10, 100);
      }
    }
    quiet.readLock().lock();
    try {
      intake.take(random.nextInt(10) == 0 ? report.agentJson() : report.json());
    } finally {
      quiet.readLock().unlock();
    }
    book.controllers(1 + random.nextInt(3));
  }

  private void changeHealth(SplittableRandom random) {
    managed = pool(false, 0, 5 + random.nextInt(5), random.nextInt(512));
    blackbox = pool(true, 9, 3, random.nextInt(8));
  }

  private void switchMode(SplittableRandom random) {
    @Nullable String[] texts = {
      "hashing", "shadow", "canary", "faasrank", "faasrank", "nonsense", null
    };
    modes.set(texts[random.nextInt(texts.length)]);
  }

  private void swap(SplittableRandom random) {
    whichServing.set(random.nextInt(8));
    switch (random.nextInt(4)) {
      case 0 -> models.offer("a", ShippedModel.bytes("table1"), null);
      case 1 -> models.offer("b", ShippedModel.bytes("extended"), null);
      case 2 -> models.offer("c", new byte[] {1, 2, 3}, null);
      default -> models.withdrawn();
    }
  }

  private @Nullable Serving serving() {
    return switch (whichServing.get()) {
      case 0 -> null;
      case 1 -> failing;
      case 2 -> hermod;
      default -> learned.get();
    };
  }

  /** While nobody publishes, acknowledges or reports, book, ledger and semaphores must agree. */
  private void watch() {
    quiet.writeLock().lock();
    try {
      int inflight = 0;
      for (int i = 0; i < INVOKERS; i++) {
        InvokerBook invoker = book.invoker(i);
        int there = 0;
        for (ActionBook action : used) {
          there += action.inflight(i);
          assertThat(action.inflight(i)).isNotNegative();
          assertThat(action.idle(i)).isNotNegative();
        }
        assertThat(invoker.inflight).hasValue(there);
        assertThat(invoker.reservedMb.get()).isNotNegative();
        assertThat(invoker.goneMb.get()).isNotNegative();
        // memory given out by force was reported as overload, or was hashing's
        assertThat(slots.availableMb(i)).isGreaterThanOrEqualTo(-forcedMb[i].get());
        inflight += there;
      }
      assertThat(inflightByLedger()).isEqualTo(inflight);
    } finally {
      quiet.writeLock().unlock();
    }
  }

  private void assertNothingIsLeft() {
    assertThat(placedByPolicy.sum()).isPositive();
    logged.assertWhole(placedByPolicy.sum());
    assertThat(opened.sum()).isEqualTo((long) PUBLISHERS * ACTIVATIONS_EACH);
    assertThat(closed.sum()).isEqualTo(opened.sum());
    assertThat(ledger.inflight()).isZero();
    for (int i = 0; i < INVOKERS; i++) {
      assertThat(slots.availableMb(i)).isEqualTo(MEMORY_MB);
      assertThat(book.invoker(i).inflight).hasValue(0);
      assertThat(book.invoker(i).reservedMb).hasValue(0);
      assertThat(book.invoker(i).goneMb).hasValue(0);
    }
    assertThat(used).allMatch(ActionBook::unused);
    long decisions = 0;
    for (Mode mode : Mode.values()) {
      for (String placer : List.of("faasrank", "hashing")) {
        decisions += meters.total(OperatorMetric.DECISIONS, mode.label(), placer);
      }
    }
    assertThat(decisions).isEqualTo(opened.sum());
    long outcomes = 0;
    for (Outcome outcome : ENDINGS_THAT_COUNT) {
      for (String placer : List.of("faasrank", "hashing")) {
        outcomes += meters.total(OperatorMetric.OUTCOMES, placer, outcome.label());
      }
    }
    assertThat(outcomes).isEqualTo(decisions);
    assertThat(meters.total(OperatorMetric.GONE)).isBetween(1L, opened.sum());
    assertThat(meters.total(OperatorMetric.FALLBACKS, "exception")).isPositive();
    assertThat(meters.total(OperatorMetric.FALLBACKS, "no_model")).isPositive();
  }

  private static Serving serving(String name) {
    Policy policy =
        name.equals("failing")
            ? new Policy(name, new FailingScorer(), new ArgMax())
            : Policies.create(name, FailingScorer::new);
    return new Serving(policy, policy, null);
  }

  private static Pool pool(boolean blackbox, int offset, int size, int usableBits) {
    boolean[] usable = new boolean[size];
    int[] memoryMb = new int[size];
    for (int i = 0; i < size; i++) {
      usable[i] = (usableBits >> i & 1) == 1;
      memoryMb[i] = MEMORY_MB;
    }
    return new Pool(blackbox, offset, usable, memoryMb);
  }
}
