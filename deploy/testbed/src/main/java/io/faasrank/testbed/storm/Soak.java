package io.faasrank.testbed.storm;

import io.faasrank.loadbalancer.cluster.ClusterBook;
import io.faasrank.testbed.embedded.EmbeddedRedis;
import io.faasrank.testbed.invoker.FleetTimer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;

/**
 * Leads two controllers through faults for a long time: invokers end with all that they run and
 * come back as other processes; controllers end, with nothing in flight or with much, and others
 * begin; Redis ends and begins empty. Then all that is in flight may end, and the books are looked
 * at.
 */
public final class Soak {

  private static final int CONTROLLERS = 2;

  /** Time between two faults, and how long an invoker or Redis is away. Chosen. */
  private static final long FAULT_MILLIS = 700;

  private static final long AWAY_MILLIS = 400;

  /** Faults after which memory and threads are looked at first: each kind has been, twice. */
  private static final int SETTLED = 8;

  /** What one live heap differs from another without a leak, in MB. Chosen. */
  private static final double HEAP_SLACK_MB = 64;

  /**
   * Connections that may come after the first look: each feed of a controller waits by itself after
   * Redis was away. A connection lost at each restart is more than that in a soak of a minute.
   */
  private static final int LATE_CONNECTIONS = 2 * CONTROLLERS;

  private final StormSettings settings;
  private final Consumer<String> told;
  private final StormInvoker[] invokers;
  private final EmbeddedRedis redis = EmbeddedRedis.start();
  private final FleetTimer timer = new FleetTimer("soak-timer", 1);
  private final StormReports reports;
  private final SplittableRandom random;
  private final List<StormController> controllers = new ArrayList<>();
  private final List<StormLoad> loads = new ArrayList<>();
  private final List<String> findings = new ArrayList<>();
  private long opened;
  private long ended;
  private long abandoned;
  private int faults;

  private Soak(StormSettings settings, Consumer<String> told) {
    this.settings = settings;
    this.told = told;
    this.random = new SplittableRandom(settings.seed());
    this.invokers = Storm.invokers(settings);
    this.reports = new StormReports(settings, invokers, new HostAndPort("127.0.0.1", redis.port()));
  }

  /**
   * Runs it and stops everything.
   *
   * @param told hears in a line what is done
   * @throws CancellationException when the thread is interrupted
   */
  public static SoakResult run(StormSettings settings, Consumer<String> told) {
    Soak soak = new Soak(settings, told);
    try {
      return soak.run();
    } finally {
      soak.close();
    }
  }

  private SoakResult run() {
    reports.start();
    for (int i = 0; i < CONTROLLERS; i++) {
      begin(i);
    }
    Level settled = null;
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(settings.seconds());
    while (System.nanoTime() - end < 0 || faults <= SETTLED) {
      Storm.pause(FAULT_MILLIS);
      fault(faults % 4);
      faults++;
      if (faults == SETTLED) {
        settled = level();
      }
      if (faults % 100 == 0) {
        told.accept("%s faults, %s activations".formatted(faults, opened()));
      }
    }
    Storm.until(() -> controllers.stream().allMatch(this::hearsAll), "not all invokers report");
    for (int i = 0; i < CONTROLLERS; i++) {
      drain(i);
    }
    Level last = level();
    if (settled != null) {
      compare(settled, last);
    }
    return new SoakResult(faults, opened, ended, abandoned, last.heapMb, findings);
  }

  /** A controller and its load in the given place. */
  private void begin(int place) {
    StormController controller = StormController.start(settings, redis.port(), CONTROLLERS);
    StormLoad load =
        new StormLoad(
            settings, controller, invokers, timer, settings.seed() + 31L * faults + place);
    if (place < controllers.size()) {
      controllers.set(place, controller);
      loads.set(place, load);
    } else {
      controllers.add(controller);
      loads.add(load);
    }
    load.start();
  }

  private void fault(int kind) {
    switch (kind) {
      case 0 -> {
        StormInvoker invoker = invokers[random.nextInt(invokers.length)];
        invoker.end();
        Storm.pause(AWAY_MILLIS);
        invoker.begin(System.currentTimeMillis());
      }
      case 1 -> {
        int place = random.nextInt(CONTROLLERS);
        drain(place);
        controllers.get(place).close();
        begin(place);
      }
      case 2 -> {
        redis.kill();
        Storm.pause(AWAY_MILLIS);
        redis.restart();
      }
      default -> {
        int place = random.nextInt(CONTROLLERS);
        StormLoad killed = loads.get(place);
        killed.close();
        controllers.get(place).close();
        opened += killed.opened();
        ended += killed.closed();
        abandoned += killed.opened() - killed.closed();
        begin(place);
      }
    }
  }

  /** Lets all end that a controller has in flight, and looks at its books. */
  private void drain(int place) {
    StormLoad load = loads.get(place);
    StormController controller = controllers.get(place);
    load.close();
    Storm.until(load::isDrained, "activations do not end");
    opened += load.opened();
    ended += load.closed();
    check(load.opened() - load.closed(), "activations lost");
    check(load.doubled(), "activations ended twice");
    check(controller.faasrank().ledger().inflight(), "entries left in the ledger");
    check(controller.takenMb(), "MB of slots not given back");
    ClusterBook.OwnWork left = controller.faasrank().book().ownWork();
    check(left.activations(), "activations left in the invokers' books");
    check(left.memoryMb(), "MB left in the invokers' books");
    check(left.workMbMillis(), "MB ms of work left in the invokers' books");
    check(controller.failures(), "failures of the plugin's own code");
  }

  private void check(long left, String what) {
    if (left != 0) {
      findings.add("after %s faults: %s %s".formatted(faults, left, what));
    }
  }

  private long opened() {
    return opened + loads.stream().mapToLong(StormLoad::opened).sum();
  }

  private boolean hearsAll(StormController controller) {
    return Storm.heard(controller.faasrank().book(), invokers.length) == invokers.length;
  }

  private record Level(int threads, int connections, double heapMb) {}

  private Level level() {
    Storm.until(
        () -> controllers.stream().allMatch(this::hearsAll), "not all invokers report again");
    try (Jedis admin = new Jedis("127.0.0.1", redis.port())) {
      int connections = (int) admin.clientList().lines().count();
      return new Level(Thread.activeCount(), connections, Storm.liveMb());
    }
  }

  /** The threads of the loads have ended by the second look. */
  private void compare(Level before, Level after) {
    if (after.threads > before.threads) {
      findings.add("threads grew from %s to %s".formatted(before.threads, after.threads));
    }
    if (after.connections > before.connections + LATE_CONNECTIONS) {
      findings.add(
          "connections to Redis grew from %s to %s"
              .formatted(before.connections, after.connections));
    }
    if (after.heapMb > before.heapMb + HEAP_SLACK_MB) {
      findings.add(
          String.format(
              Locale.ROOT, "live memory grew from %.0f to %.0f MB", before.heapMb, after.heapMb));
    }
  }

  private void close() {
    loads.forEach(StormLoad::close);
    controllers.forEach(StormController::close);
    reports.close();
    timer.shutdownNow();
    redis.close();
  }
}
