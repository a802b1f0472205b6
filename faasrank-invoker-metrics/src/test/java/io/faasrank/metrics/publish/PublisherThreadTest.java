package io.faasrank.metrics.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.faasrank.cluster.InvokerReport;
import io.faasrank.cluster.ResourceMetric;
import io.faasrank.cluster.ResourceReport;
import io.faasrank.metrics.settings.MetricsSettings;
import java.io.IOError;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.embedded.RedisServer;

/**
 * Guards the sharing of a thread: every publisher on it reports by its own times, one that is
 * closed falls silent alone, and all come back after Redis does. And guards every thread that
 * publishes: one error of a sample, a report or the log must not end it.
 */
final class PublisherThreadTest {

  private static final int INTERVAL_MILLIS = 200;
  private static final int PUBLISHERS = 30;

  @Test
  void eachReportsEndsAndReturnsByItself() throws IOException {
    int port = freePort();
    RedisServer redis = new RedisServer(port);
    redis.start();
    try (PublisherThread thread = new PublisherThread()) {
      MetricsSettings settings =
          PublisherFixture.settings(
              port, "connect-timeout = 100 ms, socket-timeout = 100 ms", INTERVAL_MILLIS);
      List<Publisher> publishers = new ArrayList<>();
      for (int i = 0; i < PUBLISHERS; i++) {
        Publisher publisher = publisher(settings, i);
        thread.start(publisher);
        publishers.add(publisher);
      }
      await().until(() -> publishers.stream().allMatch(p -> p.published() > 2));
      try (Jedis client = new Jedis("127.0.0.1", port)) {
        assertThat(client.keys("faasrank:1:invoker:*")).hasSize(PUBLISHERS);

        publishers.get(3).close();
        await().until(() -> client.get(InvokerReport.key(3)) == null);
        assertThat(client.keys("faasrank:1:invoker:*")).hasSize(PUBLISHERS - 1);
      }
      long last = publishers.get(3).published();

      redis.stop();
      await().until(() -> publishers.get(4).dropped() > 1);
      redis.start();
      long before = publishers.get(4).published();
      await().until(() -> publishers.get(4).published() > before + 2);
      assertThat(publishers.get(3).published()).isEqualTo(last);
      assertThat(publishers).allSatisfy(p -> assertThat(p.failures()).isZero());
    } finally {
      redis.stop();
    }
  }

  @Test
  void changeGoesOutBeforeTheInterval() throws IOException {
    int port = freePort();
    RedisServer redis = new RedisServer(port);
    redis.start();
    try (PublisherThread thread = new PublisherThread()) {
      // the first sample is taken after an interval; before that there is nothing to report
      Publisher publisher = publisher(PublisherFixture.settings(port, "", 6000), 0);
      thread.start(publisher);
      await().until(() -> publisher.published() == 1);
      long start = System.nanoTime();
      publisher.changed();
      await().pollInterval(Duration.ofMillis(10)).until(() -> publisher.published() == 2);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(5500));
    } finally {
      redis.stop();
    }
  }

  @Test
  void noErrorOfASampleOrAReportEndsIt() throws IOException {
    int port = freePort();
    RedisServer redis = new RedisServer(port);
    redis.start();
    MetricsSettings settings =
        PublisherFixture.settings(
            port, "connect-timeout = 100 ms, socket-timeout = 100 ms", INTERVAL_MILLIS);
    Deque<Throwable> inSampling = new ConcurrentLinkedDeque<>(errors());
    Deque<Throwable> inContainers = new ConcurrentLinkedDeque<>(errors());
    int errors = inSampling.size() + inContainers.size();
    double[] values = new double[ResourceMetric.COUNT];
    InvokerReports reports =
        new InvokerReports(
            0,
            "invoker 0",
            null,
            () -> {
              failWith(inSampling.poll());
              return new ResourceReport(System.currentTimeMillis(), INTERVAL_MILLIS, 8, values);
            },
            () -> {
              failWith(inContainers.poll());
              return null;
            },
            System::currentTimeMillis);
    try (Publisher alone = new Publisher(settings, reports)) {
      alone.start();
      await().until(() -> alone.published() > 2);
      assertThat(alone.failures()).isEqualTo(errors);
    }
    inSampling.addAll(errors());
    try (PublisherThread thread = new PublisherThread()) {
      Publisher shared = new Publisher(settings, reports);
      Publisher other = publisher(settings, 1);
      thread.start(shared);
      thread.start(other);
      await().until(() -> shared.published() > 2 && other.published() > 2);
      assertThat(shared.failures()).isEqualTo(errors().size());
      assertThat(other.failures()).isZero();
    } finally {
      redis.stop();
    }
  }

  private static List<Throwable> errors() {
    return List.of(
        new NoClassDefFoundError("half a jar"),
        new OutOfMemoryError("for a moment"),
        new StackOverflowError(),
        new AssertionError("never"),
        new IOError(new IOException("gone")),
        new IllegalStateException("broken"));
  }

  private static void failWith(@Nullable Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure != null) {
      throw (RuntimeException) failure;
    }
  }

  private static Publisher publisher(MetricsSettings settings, int invoker) {
    LongSupplier clock = System::currentTimeMillis;
    double[] values = new double[ResourceMetric.COUNT];
    InvokerReports reports =
        new InvokerReports(
            invoker,
            "invoker " + invoker,
            null,
            () -> new ResourceReport(clock.getAsLong(), INTERVAL_MILLIS, 8, values),
            () -> null,
            clock);
    return new Publisher(settings, reports);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
