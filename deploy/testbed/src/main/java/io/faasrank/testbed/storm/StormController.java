package io.faasrank.testbed.storm;

import io.faasrank.loadbalancer.FaaSRank;
import io.faasrank.loadbalancer.cluster.ActionBook;
import io.faasrank.loadbalancer.cluster.MemorySlots;
import io.faasrank.loadbalancer.cluster.Pool;
import io.faasrank.loadbalancer.decision.Choice;
import io.faasrank.loadbalancer.decision.Fallback;
import io.faasrank.loadbalancer.decision.Outcome;
import io.faasrank.loadbalancer.decision.Request;
import io.faasrank.loadbalancer.observe.Meters;
import io.faasrank.loadbalancer.observe.MetricSink;
import io.faasrank.loadbalancer.observe.OperatorMetric;
import io.faasrank.testbed.controller.ControllerSettings;
import io.faasrank.testbed.controller.StockRule;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * A controller without OpenWhisk and Kafka: the plugin's own classes, and a share of the invokers'
 * memory. Safe to call from many threads.
 */
final class StormController implements AutoCloseable {

  private static final int DIGITS = 3;

  private final FaaSRank faasrank;
  private final StockRule stock;
  private final AtomicIntegerArray availableMb;
  private final int shareMb;
  private final Recorder decisions = new Recorder(DIGITS);
  private final LongAdder byPolicy = new LongAdder();
  private final LongAdder byHashing = new LongAdder();
  private volatile Pool pool;

  private StormController(FaaSRank faasrank, int invokers, int controllers, long seed) {
    this.faasrank = faasrank;
    this.stock = new StockRule(faasrank.book(), seed);
    this.shareMb = StormSettings.INVOKER_MB / controllers;
    int[] free = new int[invokers];
    boolean[] usable = new boolean[invokers];
    for (int i = 0; i < invokers; i++) {
      free[i] = shareMb;
      usable[i] = true;
    }
    this.availableMb = new AtomicIntegerArray(free);
    this.pool = pool(usable);
    faasrank.cluster(invokers, controllers);
  }

  /**
   * One that listens and knows all invokers.
   *
   * @param controllers how many share the invokers
   */
  static StormController start(StormSettings settings, int redisPort, int controllers) {
    Map<String, Object> keys = new HashMap<>();
    keys.put("policy", settings.policy());
    keys.put("candidates", settings.candidates());
    keys.put("max-actions", Math.max(16, settings.actions()));
    keys.put("report-threads", settings.reportThreads());
    keys.put("freshness.settle", "0s");
    keys.put("decision-budget", "1s");
    FaaSRank faasrank =
        FaaSRank.start(
            ControllerSettings.balancer("127.0.0.1", redisPort, keys),
            MetricSink.NONE,
            UUID.randomUUID().toString());
    return new StormController(faasrank, settings.invokers(), controllers, settings.seed());
  }

  FaaSRank faasrank() {
    return faasrank;
  }

  /** Tells which invokers may be given work. */
  void usable(boolean[] usable) {
    pool = pool(usable);
  }

  private static Pool pool(boolean[] usable) {
    int[] memoryMb = new int[usable.length];
    Arrays.fill(memoryMb, StormSettings.INVOKER_MB);
    return new Pool(false, 0, usable, memoryMb);
  }

  /**
   * Places an activation and opens it.
   *
   * @return the invoker; {@link StockRule#NONE} when none is usable
   */
  int open(String id, int action) {
    ActionBook book =
        faasrank
            .book()
            .actions()
            .book("guest", StormSettings.action(action), StormSettings.ACTION_MB);
    Slots slots = new Slots();
    Request request = new Request(id, book, pool, 1, slots);
    boolean asks = faasrank.asksPolicy(faasrank.modes().current());
    long start = System.nanoTime();
    Choice placed = asks ? faasrank.placement().place(request) : null;
    decisions.recordValue(System.nanoTime() - start);
    int invoker = placed != null ? placed.invoker() : stock.place(request);
    if (invoker != StockRule.NONE) {
      (placed != null ? byPolicy : byHashing).increment();
      Fallback fallback = asks ? faasrank.placement().lastFallback() : null;
      boolean unused = faasrank.ledger().open(id, book, invoker, 1, placed, null, fallback);
    }
    return invoker;
  }

  /**
   * An activation is over.
   *
   * @return whether it was in flight
   */
  boolean close(String id, int invoker, Outcome outcome) {
    boolean open = faasrank.ledger().close(id, outcome);
    if (open) {
      new Slots().release(invoker);
    }
    return open;
  }

  /** Times of the decisions since the last call, in nanoseconds. */
  Histogram decisions() {
    return decisions.getIntervalHistogram();
  }

  long placedByPolicy() {
    return byPolicy.sum();
  }

  long placedByHashing() {
    return byHashing.sum();
  }

  /** Memory that no activation has given back, in MB; below 0 when more came back than went out. */
  long takenMb() {
    long taken = 0;
    for (int i = 0; i < availableMb.length(); i++) {
      taken += shareMb - availableMb.get(i);
    }
    return taken;
  }

  /** Exceptions of the plugin's own code, each of which it has kept away from the activation. */
  long failures() {
    Meters meters = faasrank.meters();
    return meters.total(OperatorMetric.FAULTS)
        + meters.total(OperatorMetric.FEED_FAULTS)
        + meters.total(OperatorMetric.FALLBACKS, "exception");
  }

  @Override
  public void close() {
    faasrank.close();
  }

  /** The memory of all invokers, for one activation. */
  private final class Slots implements MemorySlots {

    @Override
    public int availableMb(int invoker) {
      return availableMb.get(invoker);
    }

    @Override
    public boolean tryAcquire(int invoker) {
      int before = availableMb.get(invoker);
      while (before >= StormSettings.ACTION_MB) {
        if (availableMb.compareAndSet(invoker, before, before - StormSettings.ACTION_MB)) {
          return true;
        }
        before = availableMb.get(invoker);
      }
      return false;
    }

    @Override
    public void forceAcquire(int invoker) {
      availableMb.addAndGet(invoker, -StormSettings.ACTION_MB);
    }

    @Override
    public void release(int invoker) {
      availableMb.addAndGet(invoker, StormSettings.ACTION_MB);
    }
  }
}
