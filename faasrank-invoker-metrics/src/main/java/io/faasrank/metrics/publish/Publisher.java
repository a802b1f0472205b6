package io.faasrank.metrics.publish;

import io.faasrank.cluster.ContainerReport;
import io.faasrank.cluster.InvokerReport;
import io.faasrank.metrics.sampling.ProcReader;
import io.faasrank.metrics.sampling.ResourceSampler;
import io.faasrank.metrics.settings.MetricsSettings;
import io.faasrank.redis.Backoff;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Stage 2 of 12: the thread that samples and publishes. A report goes out each interval and, at
 * most once per debounce time, after a change of the containers. Reports are never queued: each
 * shows the state at its time, and one that falls due while Redis is away is dropped, since the
 * next one is newer. Failure and return are each logged once.
 */
public final class Publisher implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

  private final InvokerReports reports;
  private final RedisLink redis;
  private final String redisName;
  private final long intervalNanos;
  private final long debounceNanos;
  private final Backoff backoff;
  private final AtomicBoolean changed = new AtomicBoolean();
  private volatile @Nullable Thread thread;
  private volatile boolean closed;

  private final AtomicLong published = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();

  /** Whether the last attempt failed. For the thread alone, like the fields below. */
  private boolean away;

  private long retryNanos;

  private long sampleAt;
  private long publishedAt;
  private long droppedBefore;

  /** A publisher that waits for {@link #start}. */
  public Publisher(MetricsSettings settings, InvokerReports reports) {
    this.reports = reports;
    this.redis =
        new RedisLink(settings.redis(), reports.invoker(), settings.interval(), settings.compact());
    this.redisName = settings.redis().toString();
    this.intervalNanos = settings.interval().toNanos();
    this.debounceNanos = settings.debounce().toNanos();
    this.backoff =
        new Backoff(
            settings.redis().firstBackoff().toNanos(),
            // so that an attempt that runs into both time-outs and a pause fit into two intervals
            intervalNanos / 2,
            // the seed keeps the invokers of a cluster apart
            new SplittableRandom(reports.invoker()));
  }

  /**
   * A publisher of this host.
   *
   * @param uniqueName name of the invoker, not empty
   * @param startedAtMillis see {@link InvokerReports}
   * @param containers its containers; null where none can be seen
   */
  public static Publisher of(
      MetricsSettings settings,
      int invoker,
      String uniqueName,
      @Nullable Long startedAtMillis,
      Supplier<@Nullable ContainerReport> containers) {
    ProcReader proc =
        new ProcReader(settings.procRoot(), settings.sysRoot(), settings.excludedInterfaces());
    LongSupplier wallMillis = System::currentTimeMillis;
    ResourceSampler sampler = ResourceSampler.of(proc, wallMillis);
    return new Publisher(
        settings,
        new InvokerReports(
            invoker, uniqueName, startedAtMillis, sampler::sample, containers, wallMillis));
  }

  /** Begins to publish on a thread of its own: the first report follows after one interval. */
  public void start() {
    LOG.info("publishing the metrics of invoker {} to {}", reports.invoker(), redisName);
    Thread own = new Thread(this::run, "faasrank-metrics-publisher");
    own.setDaemon(true);
    start(own);
    own.start();
  }

  /** Begins to publish on a thread that calls {@link #advance} when it is due. */
  void start(Thread shared) {
    sampleAt = System.nanoTime() + intervalNanos;
    publishedAt = sampleAt - 2 * intervalNanos;
    thread = shared;
  }

  /**
   * Says that the containers have changed. Never waits; wakes the thread at most once per report.
   */
  public void changed() {
    if (changed.compareAndSet(false, true)) {
      LockSupport.unpark(thread);
    }
  }

  /** Reports that reached Redis. */
  public long published() {
    return published.get();
  }

  /** Reports that fell due while Redis was away, or that it refused. */
  public long dropped() {
    return dropped.get();
  }

  /** Samples or reports that failed by anything but Redis. */
  public long failures() {
    return failures.get();
  }

  /** Ends the publishing, without waiting for its thread. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }

  boolean closed() {
    return closed;
  }

  private void run() {
    while (!closed) {
      LockSupport.parkNanos(this, advance() - System.nanoTime());
    }
    disconnect();
  }

  /**
   * Does what is due. Nothing that fails ends it. Returns when to be called again, by {@link
   * System#nanoTime}.
   */
  long advance() {
    try {
      return advanceOnce();
    } catch (Throwable e) {
      failed(e);
      return System.nanoTime() + intervalNanos;
    }
  }

  private long advanceOnce() {
    long now = System.nanoTime();
    boolean sampleDue = now - sampleAt >= 0;
    boolean changeDue = changed.get() && now - publishedAt >= debounceNanos;
    boolean retryDue = away && now - retryNanos >= 0;
    if (sampleDue) {
      // what the thread missed while the process stood still is left out
      sampleAt += ((now - sampleAt) / intervalNanos + 1) * intervalNanos;
    }
    if (sampleDue || changeDue || retryDue) {
      changed.set(false);
      publishedAt = now;
      step(sampleDue);
    }
    long wakeAt = sampleAt;
    if (changed.get()) {
      wakeAt = Math.min(wakeAt, publishedAt + debounceNanos);
    }
    if (away) {
      wakeAt = Math.min(wakeAt, retryNanos);
    }
    return wakeAt;
  }

  /** To be called by the thread that published, after the last time. */
  void disconnect() {
    closeQuietly();
  }

  /** One sample and report, without which the times of the next ones stay the same. */
  private void step(boolean sample) {
    try {
      if (sample) {
        reports.sample();
      }
      if (away && System.nanoTime() - retryNanos < 0) {
        dropped.incrementAndGet();
      } else {
        publish();
      }
    } catch (Throwable e) {
      failed(e);
    }
  }

  /**
   * Counts a failure and logs the first. An error too is of this sample or report, as where memory
   * runs out or a class of the host cannot be linked; the next one may succeed.
   *
   * @throws ThreadDeath when somebody stops the thread
   */
  private void failed(Throwable failure) {
    if (failure instanceof ThreadDeath death) {
      throw death;
    }
    // what was said to Redis so far may be half a command
    closeQuietly();
    if (failures.getAndIncrement() == 0) {
      try {
        LOG.error("sampling or publishing failed; further failures are only counted", failure);
      } catch (RuntimeException | Error e) {
        failures.incrementAndGet();
      }
    }
  }

  private void closeQuietly() {
    try {
      redis.close();
    } catch (RuntimeException | Error e) {
      failures.incrementAndGet();
    }
  }

  private void publish() {
    InvokerReport report = reports.report();
    if (report == null) {
      return;
    }
    try {
      redis.publish(report);
      published.incrementAndGet();
      if (away) {
        away = false;
        backoff.reset();
        long lost = dropped.get() - droppedBefore;
        LOG.info("publishing to {} again; {} reports were dropped meanwhile", redisName, lost);
      }
    } catch (JedisException e) {
      if (!away) {
        away = true;
        droppedBefore = dropped.get();
        LOG.warn("{}: {}; reports are dropped until it takes them", redisName, e.getMessage());
      }
      dropped.incrementAndGet();
      retryNanos = System.nanoTime() + backoff.nextNanos();
    }
  }
}
