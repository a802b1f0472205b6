package io.faasrank.loadbalancer;

import io.faasrank.loadbalancer.cluster.ClusterBook;
import io.faasrank.loadbalancer.cluster.Freshness;
import io.faasrank.loadbalancer.model.ModelStore;
import io.faasrank.loadbalancer.model.Served;
import io.faasrank.loadbalancer.observe.Meters;
import io.faasrank.loadbalancer.observe.OperatorMetric;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done once a second, off the request path: look at the model's file, forget actions beyond
 * the limit, bring counts kept elsewhere into the metrics, emit metrics. A step that fails stops
 * neither the other steps nor its own next run: the failure is counted, and the first is logged.
 */
final class Housekeeping implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
  private static final long PERIOD_MILLIS = 1000;
  private static final String NO_VERSION = "";

  private final Meters meters;
  private final LongAdder faults;
  private final ModelStore models;
  private final ClusterBook book;
  private final IntSupplier invokers;
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "faasrank-housekeeping");
            thread.setDaemon(true);
            return thread;
          });
  private final List<Runnable> steps = new ArrayList<>();
  private final List<Follower> followers = new ArrayList<>();
  private String version = NO_VERSION;
  private boolean failed;

  Housekeeping(
      Meters meters,
      ModelStore models,
      ClusterBook book,
      FeedListener listener,
      IntSupplier invokers) {
    this.meters = meters;
    this.faults = meters.counter(OperatorMetric.FAULTS);
    this.models = models;
    this.book = book;
    this.invokers = invokers;
    follow(models::swaps, OperatorMetric.MODEL_SWAPS);
    follow(models::refused, OperatorMetric.MODELS_REFUSED);
    for (Freshness freshness : Freshness.values()) {
      meters.gauge(() -> count(freshness), OperatorMetric.INVOKERS, freshness.label());
    }
    meters.gauge(() -> listener.isConnected() ? 1 : 0, OperatorMetric.REDIS_CONNECTED);
    meters.gauge(book.actions()::size, OperatorMetric.ACTIONS);
  }

  /**
   * Keeps a counter in step with a total that another class keeps. To be called before {@link
   * #start}.
   */
  void follow(LongSupplier total, OperatorMetric metric) {
    followers.add(new Follower(total, metric));
  }

  /** One more thing to do each time. To be called before {@link #start}. */
  void also(Runnable step) {
    steps.add(step);
  }

  void start() {
    var unused =
        executor.scheduleWithFixedDelay(
            this::tick, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  /**
   * Runs every step once. Lets no exception out, since the executor would then never run it again.
   */
  void tick() {
    guarded(models::lookAtFile);
    guarded(book::trimActions);
    guarded(this::followModel);
    steps.forEach(this::guarded);
    for (Follower follower : followers) {
      guarded(follower::follow);
    }
    guarded(meters::flush);
  }

  private void guarded(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | Error e) {
      faults.increment();
      if (!failed) {
        failed = true;
        LOG.error("housekeeping failed; further failures are only counted", e);
      }
    }
  }

  private void followModel() {
    Served served = models.served();
    String now = served == null ? NO_VERSION : served.version();
    if (!now.equals(version)) {
      meters.removeGauge(OperatorMetric.MODEL, version);
      version = now;
      if (served != null) {
        meters.gauge(() -> 1, OperatorMetric.MODEL, now);
      }
    }
  }

  private long count(Freshness freshness) {
    long now = System.nanoTime();
    int known = invokers.getAsInt();
    int count = 0;
    for (int i = 0; i < known; i++) {
      if (book.freshness(i, now) == freshness) {
        count++;
      }
    }
    return count;
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }

  /** Turns a total that another class keeps into a counter. */
  private final class Follower {

    private final LongSupplier total;
    private final OperatorMetric metric;
    private long before;

    Follower(LongSupplier total, OperatorMetric metric) {
      this.total = total;
      this.metric = metric;
    }

    void follow() {
      long now = total.getAsLong();
      meters.counter(metric).add(now - before);
      before = now;
    }
  }
}
