package io.faasrank.metrics.publish;

import com.sun.management.ThreadMXBean;
import io.faasrank.cluster.InvokerReport;
import io.faasrank.metrics.container.ActionIdentity;
import io.faasrank.metrics.container.ContainerBook;
import io.faasrank.metrics.container.TrackedContainer;
import io.faasrank.metrics.sampling.ProcReader;
import io.faasrank.metrics.sampling.ResourceSampler;
import io.faasrank.metrics.settings.MetricsSettings;
import io.faasrank.redis.RedisProcess;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Measures the CPU time of the publishing thread with 40 containers of 50 actions, against a real
 * Redis on the same host:
 *
 * <pre>mvn -B verify -Pcost -DskipTests -pl faasrank-invoker-metrics -am</pre>
 */
public final class PublishingCost {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private PublishingCost() {}

  /** Prints one line per figure. */
  public static void main(String[] arguments) {
    try (RedisProcess redis = RedisProcess.start()) {
      MetricsSettings settings = patient(redis);
      System.out.printf(
          "one sample and publication, CPU time: %s%n",
          perReport(settings, 3000, THREADS::getCurrentThreadCpuTime).inThousands("us"));
      System.out.printf(
          "publishing each second from a cold start: %.3f %% of a core over 60 s%n",
          percentOfCore(redis, Duration.ofSeconds(60)));
      System.out.printf(
          "calls of the invoker per activation: %s%n", perActivation().inThousands("us"));
    }
  }

  /** Settings under which a busy machine ends no measurement. */
  static MetricsSettings patient(RedisProcess redis) {
    return PublisherFixture.settings(redis.port(), "socket-timeout = 20 s", 30_000);
  }

  /** Bytes that the thread allocates. */
  static Quantiles bytesPerReport(MetricsSettings settings, int count) {
    return perReport(settings, count, THREADS::getCurrentThreadAllocatedBytes);
  }

  private static Quantiles perReport(MetricsSettings settings, int count, LongSupplier meter) {
    ContainerBook book = book();
    ProcReader proc =
        new ProcReader(settings.procRoot(), settings.sysRoot(), settings.excludedInterfaces());
    LongSupplier wallMillis = System::currentTimeMillis;
    InvokerReports reports =
        new InvokerReports(
            7,
            "seven",
            null,
            ResourceSampler.of(proc, wallMillis)::sample,
            book::report,
            wallMillis);
    double[] used = new double[count];
    try (RedisLink redis = new RedisLink(settings.redis(), 7, settings.interval(), true)) {
      for (int i = -count / 3; i < count; i++) {
        long start = meter.getAsLong();
        reports.sample();
        InvokerReport report = Objects.requireNonNull(reports.report());
        redis.publish(report);
        long end = meter.getAsLong();
        if (i >= 0) {
          used[i] = end - start;
        }
      }
    }
    return Quantiles.of(used);
  }

  private static double percentOfCore(RedisProcess redis, Duration duration) {
    MetricsSettings settings = PublisherFixture.settings(redis.port(), "", 1000);
    ContainerBook book = book();
    try (Publisher publisher = Publisher.of(settings, 7, "seven", null, book::report)) {
      publisher.start();
      long end = System.nanoTime() + duration.toNanos();
      while (System.nanoTime() < end) {
        LockSupport.parkNanos(end - System.nanoTime());
      }
      for (long id : THREADS.getAllThreadIds()) {
        if (Objects.requireNonNull(THREADS.getThreadInfo(id))
            .getThreadName()
            .startsWith("faasrank-metrics")) {
          return 100.0 * THREADS.getThreadCpuTime(id) / duration.toNanos();
        }
      }
    }
    throw new IllegalStateException("no publishing thread");
  }

  /** Nanoseconds for the calls of one cold activation and the end of its container. */
  private static Quantiles perActivation() {
    ContainerBook book = book();
    double[] nanos = new double[20_000];
    for (int i = 0; i < nanos.length; i++) {
      long start = System.nanoTime();
      coldRun(book, "guest/a" + i % 50).destroyed();
      nanos[i] = System.nanoTime() - start;
    }
    return Quantiles.of(nanos);
  }

  private static ContainerBook book() {
    ContainerBook book = new ContainerBook(16_384, 512, () -> 0);
    for (int i = 0; i < 50; i++) {
      TrackedContainer container = coldRun(book, "guest/some-action-" + i);
      if (i >= 40) {
        container.destroyed();
      }
    }
    return book;
  }

  private static TrackedContainer coldRun(ContainerBook book, String action) {
    TrackedContainer container = book.creating(256, true);
    container.created();
    container.initialisationStarted(new ActionIdentity("guest", action, "1-0123456789abcdef"));
    container.initialised(512);
    container.runStarted();
    container.runEnded(38);
    return container;
  }

  record Quantiles(double median, double p99) {

    static Quantiles of(double[] values) {
      Arrays.sort(values);
      return new Quantiles(values[values.length / 2], values[values.length * 99 / 100]);
    }

    String inThousands(String unit) {
      return String.format(
          Locale.ROOT, "%.0f %s at the median, %.0f %2$s at p99", median / 1e3, unit, p99 / 1e3);
    }
  }
}
