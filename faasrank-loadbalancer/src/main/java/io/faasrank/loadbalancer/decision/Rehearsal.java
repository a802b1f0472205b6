package io.faasrank.loadbalancer.decision;

import io.faasrank.cluster.InvokerReport;
import io.faasrank.cluster.ResourceMetric;
import io.faasrank.cluster.ResourceReport;
import io.faasrank.loadbalancer.cluster.ActionBook;
import io.faasrank.loadbalancer.cluster.ClusterBook;
import io.faasrank.loadbalancer.cluster.FreshnessSettings;
import io.faasrank.loadbalancer.cluster.MemorySlots;
import io.faasrank.loadbalancer.cluster.Pool;
import io.faasrank.loadbalancer.cluster.ReportIntake;
import io.faasrank.loadbalancer.model.Served;
import io.faasrank.loadbalancer.observe.Meters;
import io.faasrank.loadbalancer.observe.MetricSink;
import io.faasrank.policy.CandidateLimit;
import io.faasrank.policy.Policies;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.NOPLogger;

/**
 * Places activations on a made-up cluster before a policy serves, through the classes that serve:
 * they are then loaded and their code is compiled, and a controller's first decisions keep within
 * their budget. The cluster, its book, ledger and metrics are the rehearsal's own, and it logs no
 * decision. Whatever goes wrong in it is logged in one line and changes nothing.
 */
public final class Rehearsal {

  private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);

  /** As many as in the paper; a row costs the same in any cluster. */
  private static final int INVOKERS = 10;

  private static final int INVOKER_MB = 2048;
  private static final int ACTION_MB = 256;

  /** Activations in flight: half of the memory, so that there is always room. */
  private static final int INFLIGHT = INVOKERS * INVOKER_MB / ACTION_MB / 2;

  /** Chosen by measuring, see docs/performance.md: by then hot code is compiled. */
  static final int DECISIONS = 3_000;

  /**
   * The end of a rehearsal on a slow machine, after one decision at least, which loads the classes.
   * Chosen: unnoticed in a controller's start of several seconds, and more than 3,000 decisions
   * take where a core is free.
   */
  static final Duration LONGEST = Duration.ofMillis(500);

  private final String policy;
  private final CandidateLimit candidates;
  private final LongSupplier nanoClock;

  /**
   * @param policy name of a registered policy
   * @param candidates which invokers a learned policy scores in a decision
   * @param nanoClock monotonic, in nanoseconds
   */
  public Rehearsal(String policy, CandidateLimit candidates, LongSupplier nanoClock) {
    this.policy = policy;
    this.candidates = candidates;
    this.nanoClock = nanoClock;
  }

  /** Rehearses a policy that is not learned; a learned one waits for its model. */
  public void ofPolicy() {
    if (!Policies.spec(policy).learned()) {
      play(null);
    }
  }

  /** Rehearses a learned policy with the model; another policy has no use for it. */
  public void ofModel(Served served) {
    if (Policies.spec(policy).learned()) {
      play(served);
    }
  }

  private void play(@Nullable Served served) {
    try {
      long start = nanoClock.getAsLong();
      Stage stage = new Stage(served);
      int decisions = 0;
      do {
        stage.placeOne();
        decisions++;
      } while (decisions < DECISIONS && nanoClock.getAsLong() - start < LONGEST.toNanos());
      long tookNanos = nanoClock.getAsLong() - start;
      LOG.debug("rehearsed {} decisions in {} ms", decisions, tookNanos / 1_000_000);
    } catch (RuntimeException | LinkageError e) {
      LOG.warn("rehearsing decisions failed, so the first ones may be slow: {}", e.toString());
    }
  }

  /** The made-up cluster, with activations that come and end in turn. */
  private final class Stage {

    private final Meters meters = new Meters(MetricSink.NONE);
    private final ClusterBook book =
        new ClusterBook(
            new FreshnessSettings(Duration.ofHours(1), Duration.ZERO, 0), INFLIGHT, nanoClock);
    private final DecisionLedger ledger =
        new DecisionLedger(book, new ModeSwitch(Mode.FAASRANK, meters), policy, meters);
    private final Placement placement;
    private final Pool pool;
    private final Memory memory = new Memory();
    private final int[] invokers = new int[INFLIGHT];
    private int next;

    Stage(@Nullable Served served) {
      placement =
          new Placement(
              book,
              new ServingPolicies(policy, candidates, () -> served),
              0,
              1,
              Duration.ofDays(1),
              meters,
              nanoClock,
              1,
              NOPLogger.NOP_LOGGER);
      boolean[] usable = new boolean[INVOKERS];
      Arrays.fill(usable, true);
      int[] memoryMb = new int[INVOKERS];
      Arrays.fill(memoryMb, INVOKER_MB);
      pool = new Pool(false, 0, usable, memoryMb);
      Arrays.fill(invokers, -1);
      ReportIntake intake = new ReportIntake(book, meters);
      SplittableRandom random = new SplittableRandom(1);
      for (int i = 0; i < INVOKERS; i++) {
        double[] values = random.doubles(ResourceMetric.COUNT).toArray();
        intake.take(
            new InvokerReport(
                i, "rehearsal", null, 0, new ResourceReport(0, 1000, 8, values), null));
      }
    }

    void placeOne() {
      int place = next++ % INFLIGHT;
      String id = Integer.toString(place);
      if (invokers[place] >= 0) {
        ledger.close(id, Outcome.COMPLETED);
        memory.release(invokers[place]);
      }
      ActionBook action = book.actions().book("rehearsal", "rehearsal/" + place % 10, ACTION_MB);
      Choice placed = placement.place(new Request(id, action, pool, 1, memory));
      if (placed == null) {
        throw new IllegalStateException("no invoker was chosen");
      }
      ledger.open(id, action, placed.invoker(), 1, placed, null, null);
      invokers[place] = placed.invoker();
    }
  }

  private static final class Memory implements MemorySlots {

    private final AtomicIntegerArray takenMb = new AtomicIntegerArray(INVOKERS);

    @Override
    public int availableMb(int invoker) {
      return INVOKER_MB - takenMb.get(invoker);
    }

    @Override
    public boolean tryAcquire(int invoker) {
      forceAcquire(invoker);
      return true;
    }

    @Override
    public void forceAcquire(int invoker) {
      takenMb.addAndGet(invoker, ACTION_MB);
    }

    @Override
    public void release(int invoker) {
      takenMb.addAndGet(invoker, -ACTION_MB);
    }
  }
}
