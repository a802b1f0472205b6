package io.faasrank.testbed.storm;

import io.faasrank.loadbalancer.decision.Outcome;
import io.faasrank.testbed.controller.StockRule;
import io.faasrank.testbed.invoker.FleetTimer;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * Offers activations at an even rate on one thread and ends each after its run time. When deciding
 * takes longer than the time between two, they follow each other at once, and what could not be
 * offered is not made up for.
 */
final class StormLoad implements AutoCloseable {

  /** Run times are even between these. Chosen: short, as most are. */
  private static final int SHORTEST_MILLIS = 50;

  private static final int LONGEST_MILLIS = 350;

  /** A thread that comes later than this leaves out what it has missed. */
  private static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** After which a controller gives an activation up. Chosen, for a test's patience. */
  private static final long TIME_OUT_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final StormSettings settings;
  private final StormController controller;
  private final StormInvoker[] invokers;
  private final FleetTimer timer;
  private final SplittableRandom random;
  private final Thread thread = new Thread(this::run, "storm-load");
  private final LongAdder opened = new LongAdder();
  private final LongAdder closed = new LongAdder();
  private final LongAdder doubled = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private volatile boolean stopped;

  StormLoad(
      StormSettings settings,
      StormController controller,
      StormInvoker[] invokers,
      FleetTimer timer,
      long seed) {
    this.settings = settings;
    this.controller = controller;
    this.invokers = invokers;
    this.timer = timer;
    this.random = new SplittableRandom(seed);
    thread.setDaemon(true);
  }

  /** Whether all that it offered has ended. */
  boolean isDrained() {
    return !thread.isAlive() && closed.sum() + doubled.sum() >= opened.sum();
  }

  void start() {
    thread.start();
  }

  long opened() {
    return opened.sum();
  }

  /** Those that ended, each counted once. */
  long closed() {
    return closed.sum();
  }

  /** Ends of activations that were not in flight any more. */
  long doubled() {
    return doubled.sum();
  }

  private void run() {
    long gapNanos = TimeUnit.SECONDS.toNanos(1) / settings.activationsPerSecond();
    long next = System.nanoTime();
    while (!stopped) {
      long early = next - System.nanoTime();
      if (early > 0) {
        LockSupport.parkNanos(early);
        continue;
      }
      next = Math.max(next + gapNanos, System.nanoTime() - LATE_NANOS);
      offer();
    }
  }

  private void offer() {
    String id = String.format(Locale.ROOT, "%016x%016x", random.nextLong(), random.nextLong());
    int action = random.nextInt(settings.actions());
    int millis = random.nextInt(SHORTEST_MILLIS, LONGEST_MILLIS);
    int number = controller.open(id, action);
    if (number == StockRule.NONE) {
      refused.increment();
      return;
    }
    opened.increment();
    StormInvoker invoker = invokers[number];
    int process = invoker.begun(action);
    var unused =
        timer.after(
            TimeUnit.MILLISECONDS.toNanos(millis),
            () -> {
              if (invoker.ended(action, millis, process)) {
                close(id, number, Outcome.COMPLETED);
              } else {
                giveUp(id, number);
              }
            });
  }

  /** The process that ran it is gone: nobody tells of its end, and its time runs out. */
  private void giveUp(String id, int number) {
    var unused = timer.after(TIME_OUT_NANOS, () -> close(id, number, Outcome.TIMED_OUT));
  }

  private void close(String id, int number, Outcome outcome) {
    (controller.close(id, number, outcome) ? closed : doubled).increment();
  }

  /** Offers no more; what runs goes on. */
  @Override
  public void close() {
    stopped = true;
    LockSupport.unpark(thread);
  }
}
