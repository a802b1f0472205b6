package io.faasrank.metrics.publish;

import com.typesafe.config.ConfigFactory;
import io.faasrank.cluster.InvokerReport;
import io.faasrank.cluster.ReportCodec;
import io.faasrank.cluster.ReportRejectedException;
import io.faasrank.metrics.container.ActionIdentity;
import io.faasrank.metrics.container.ContainerBook;
import io.faasrank.metrics.container.TrackedContainer;
import io.faasrank.metrics.settings.MetricsSettings;
import io.faasrank.redis.RedisProcess;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;

/** Invoker 7 of this host: a book of containers and the publisher that a provider would start. */
final class PublisherFixture implements AutoCloseable {

  static final int INTERVAL_MILLIS = 1000;

  private static final int INVOKER = 7;

  static final long STARTED = 1_767_268_800_000L;

  final ContainerBook book = new ContainerBook(2048, 100, () -> 0);
  final Publisher publisher;

  /**
   * A running publisher.
   *
   * @param more settings of {@code faasrank.metrics.redis} beside the port
   */
  PublisherFixture(RedisProcess redis, String more) {
    this(settings(redis.port(), more));
  }

  PublisherFixture(MetricsSettings settings) {
    publisher = Publisher.of(settings, INVOKER, "seven", STARTED, book::report);
    book.whenChanged(publisher::changed);
    publisher.start();
  }

  static MetricsSettings settings(int port, String more) {
    return settings(port, more, INTERVAL_MILLIS);
  }

  static MetricsSettings settings(int port, String more, int intervalMillis) {
    return settings(port, more, intervalMillis, true);
  }

  static MetricsSettings settings(int port, String more, int intervalMillis, boolean compact) {
    String settings =
        """
        faasrank.metrics {
          interval = %s ms
          compact = %s
          redis {
            port = %s, connect-timeout = 400 ms, socket-timeout = 400 ms
            %s
          }
        }
        """
            .formatted(intervalMillis, compact, port, more);
    return MetricsSettings.from(
        ConfigFactory.parseString(settings).withFallback(ConfigFactory.defaultReference()));
  }

  /** The life of a container up to its being idle and warm: six changes. */
  TrackedContainer coldRun(String action) {
    TrackedContainer container = book.creating(256, true);
    container.created();
    container.initialisationStarted(new ActionIdentity("guest", action, "1"));
    container.initialised(500);
    container.runStarted();
    container.runEnded(20);
    return container;
  }

  static @Nullable InvokerReport stored(Jedis client) throws ReportRejectedException {
    byte[] document = client.get(InvokerReport.key(INVOKER).getBytes(StandardCharsets.UTF_8));
    return document == null ? null : ReportCodec.decode(document);
  }

  static long millisToLive(Jedis client) {
    return client.pttl(InvokerReport.key(INVOKER));
  }

  @Override
  public void close() {
    publisher.close();
  }
}
