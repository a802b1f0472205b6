package io.faasrank.testbed.storm;

import io.faasrank.experiment.ExperimentFailedException;
import io.faasrank.loadbalancer.cluster.ClusterBook;
import io.faasrank.loadbalancer.observe.Meters;
import io.faasrank.loadbalancer.observe.OperatorMetric;
import io.faasrank.testbed.embedded.EmbeddedRedis;
import io.faasrank.testbed.invoker.FleetTimer;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;

/**
 * Runs a storm on one machine: a real Redis, the reports of all invokers, one controller and its
 * activations, each on its own threads of this process.
 */
public final class Storm {

  private static final double MB = 1024 * 1024;
  private static final int TIMER_THREADS = 1;

  /** How long all invokers may take until the controller has heard of them. Chosen. */
  private static final long READY_SECONDS = 120;

  /** How long the compilers may take. Chosen: less changes the first figures, more nothing. */
  private static final long WARM_UP_MILLIS = 3_000;

  /** How long the last activations may take, which run for a third of a second. Chosen. */
  private static final long DRAIN_SECONDS = 30;

  private static final long LOOK_MILLIS = 20;

  /** Invokers whose age is read at each look. */
  private static final int LOOKS = 50;

  private Storm() {}

  /**
   * Runs it and stops everything.
   *
   * @param told hears in a line what is done
   * @throws ExperimentFailedException when the invokers never report all, on a machine that cannot
   *     bear the storm
   * @throws CancellationException when the thread is interrupted
   */
  public static StormResult run(StormSettings settings, Consumer<String> told) {
    StormInvoker[] invokers = invokers(settings);
    FleetTimer timer = new FleetTimer("storm-timer", TIMER_THREADS);
    try (EmbeddedRedis redis = EmbeddedRedis.start();
        StormReports reports =
            new StormReports(settings, invokers, new HostAndPort("127.0.0.1", redis.port()));
        Jedis admin = new Jedis("127.0.0.1", redis.port())) {
      reports.start();
      told.accept("waiting until %s invokers have reported".formatted(settings.invokers()));
      until(() -> reports.sent() >= 2L * settings.invokers(), "the invokers cannot report");
      double heapBefore = liveMb();
      try (StormController controller = StormController.start(settings, redis.port(), 1);
          StormLoad load = new StormLoad(settings, controller, invokers, timer, settings.seed())) {
        ClusterBook book = controller.faasrank().book();
        until(
            () -> heard(book, settings.invokers()) == settings.invokers(),
            "the controller does not hear all invokers");
        load.start();
        pause(WARM_UP_MILLIS);
        told.accept("measuring for %s s".formatted(settings.seconds()));
        return new Measurement(settings, reports, controller, load, admin).run(heapBefore);
      }
    } finally {
      timer.shutdownNow();
    }
  }

  static StormInvoker[] invokers(StormSettings settings) {
    SplittableRandom random = new SplittableRandom(settings.seed());
    StormInvoker[] invokers = new StormInvoker[settings.invokers()];
    long now = System.currentTimeMillis();
    for (int i = 0; i < invokers.length; i++) {
      invokers[i] =
          new StormInvoker(
              i,
              now,
              random.nextInt(settings.actions()),
              settings.actionsPerInvoker(),
              settings.actions());
    }
    return invokers;
  }

  static int heard(ClusterBook book, int invokers) {
    int heard = 0;
    for (int i = 0; i < invokers; i++) {
      heard += book.sampledAtMillis(i) > 0 ? 1 : 0;
    }
    return heard;
  }

  /** Live memory of this process, in MB. */
  static double liveMb() {
    System.gc();
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / MB;
  }

  static void until(BooleanSupplier condition, String otherwise) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_SECONDS);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new ExperimentFailedException(
            "%s within %s s; offer fewer reports".formatted(otherwise, READY_SECONDS));
      }
      pause(LOOK_MILLIS);
    }
  }

  static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    }
  }

  private static final class Measurement {

    private final StormSettings settings;
    private final StormReports reports;
    private final StormController controller;
    private final StormLoad load;
    private final Jedis admin;
    private final Meters meters;
    private final Histogram ages = new Histogram(3);

    Measurement(
        StormSettings settings,
        StormReports reports,
        StormController controller,
        StormLoad load,
        Jedis admin) {
      this.settings = settings;
      this.reports = reports;
      this.controller = controller;
      this.load = load;
      this.admin = admin;
      this.meters = controller.faasrank().meters();
    }

    StormResult run(double heapBefore) {
      Histogram unused = controller.decisions();
      long closedBefore = load.closed();
      long sentBefore = reports.sent();
      long takenBefore = meters.total(OperatorMetric.REPORTS);
      long hashingBefore = controller.placedByHashing();
      double inBefore = redis("total_net_input_bytes");
      double outBefore = redis("total_net_output_bytes");
      double redisBefore = redisCpuSeconds();
      StormCpu cpu = new StormCpu();
      long[] gcBefore = collections();
      long start = System.nanoTime();
      watch(start + TimeUnit.SECONDS.toNanos(settings.seconds()));
      double seconds = (System.nanoTime() - start) / 1e9;
      Histogram decisions = controller.decisions();
      StormCpu.Cores cores = cpu.since();
      double redisCores = (redisCpuSeconds() - redisBefore) / seconds;
      long[] gc = collections();
      double reported = (reports.sent() - sentBefore) / seconds;
      double taken = (meters.total(OperatorMetric.REPORTS) - takenBefore) / seconds;
      double ended = (load.closed() - closedBefore) / seconds;
      double inMb = (redis("total_net_input_bytes") - inBefore) / seconds / MB;
      double outMb = (redis("total_net_output_bytes") - outBefore) / seconds / MB;
      long hashing = controller.placedByHashing() - hashingBefore;
      double heapMb = liveMb() - heapBefore;
      load.close();
      return new StormResult(
          settings.invokers(),
          ended,
          reported,
          taken,
          decisions.getValueAtPercentile(50) / 1e3,
          decisions.getValueAtPercentile(99) / 1e3,
          ages.getValueAtPercentile(50),
          ages.getValueAtPercentile(99),
          lost(),
          hashing,
          heapMb,
          gc[0] - gcBefore[0],
          gc[1] - gcBefore[1],
          cores.reports(),
          cores.load(),
          redisCores,
          inMb,
          outMb);
    }

    private void watch(long end) {
      SplittableRandom random = new SplittableRandom(settings.seed());
      ClusterBook book = controller.faasrank().book();
      while (System.nanoTime() - end < 0) {
        long now = System.currentTimeMillis();
        for (int i = 0; i < LOOKS; i++) {
          long sampled = book.sampledAtMillis(random.nextInt(settings.invokers()));
          ages.recordValue(Math.max(0, now - sampled));
        }
        pause(LOOK_MILLIS);
      }
    }

    /** Waits for the last activations; what does not end then is lost. */
    private long lost() {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(DRAIN_SECONDS);
      while (load.closed() < load.opened() && System.nanoTime() - end < 0) {
        pause(LOOK_MILLIS);
      }
      long open = controller.faasrank().ledger().inflight();
      long unreturned = Math.abs(controller.takenMb()) / StormSettings.ACTION_MB;
      return Math.max(load.opened() - load.closed(), Math.max(open, unreturned)) + load.doubled();
    }

    private double redisCpuSeconds() {
      return redis("used_cpu_user") + redis("used_cpu_sys");
    }

    private double redis(String field) {
      return admin
          .info()
          .lines()
          .filter(line -> line.startsWith(field + ":"))
          .mapToDouble(line -> Double.parseDouble(line.substring(field.length() + 1).strip()))
          .findFirst()
          .orElse(0);
    }

    private static long[] collections() {
      long millis = 0;
      long count = 0;
      for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
        millis += collector.getCollectionTime();
        count += collector.getCollectionCount();
      }
      return new long[] {millis, count};
    }
  }
}
