package io.faasrank.metrics.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.faasrank.cluster.InvokerReport;
import io.faasrank.cluster.ResourceMetric;
import io.faasrank.cluster.ResourceReport;
import io.faasrank.metrics.settings.MetricsSettings;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.embedded.RedisServer;

/**
 * Guards the sharing of a thread: every publisher on it reports by its own times, one that is
 * closed falls silent alone, and all come back after Redis does.
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
