package io.faasrank.metrics.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.faasrank.cluster.CompactReportCodec;
import io.faasrank.cluster.InvokerReport;
import io.faasrank.cluster.ReportCodec;
import io.faasrank.cluster.ReportRejectedException;
import io.faasrank.redis.RedisProcess;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.BinaryJedisPubSub;
import redis.clients.jedis.Jedis;

/**
 * Guards the meeting of old and new: a listener that takes nothing but JSON and gets none, changes
 * without the full report that they belong to, JSON that nobody wants, and a Redis whose rights are
 * of an older version.
 */
class ReportFormsTest {

  private static final RedisProcess REDIS = RedisProcess.start();

  private static final String KEY = InvokerReport.key(7);

  private final Jedis client = REDIS.client();

  @AfterEach
  void emptyRedis() {
    client.flushAll();
    client.close();
  }

  @AfterAll
  static void stopRedis() {
    REDIS.close();
  }

  @Test
  void changesAreOfTheReportInTheKey() throws Exception {
    try (Listener controller = new Listener(InvokerReport.CHANNEL, KEY);
        PublisherFixture invoker = fixture("")) {
      await().until(() -> controller.heard.size() >= 12);
      invoker.coldRun("guest/a");
      int changes = 0;
      int fulls = 0;
      InvokerReport full = null;
      for (Heard each : List.copyOf(controller.heard)) {
        assertThat(each.channel).as("nobody takes JSON alone").isEqualTo(KEY);
        boolean change = CompactReportCodec.isChange(each.document);
        InvokerReport report =
            Objects.requireNonNull(CompactReportCodec.decode(each.document, full));
        full = change ? full : report;
        changes += change ? 1 : 0;
        fulls += change ? 0 : 1;
      }
      assertThat(fulls).isBetween(3, 4);
      assertThat(changes).isGreaterThanOrEqualTo(8);

      // a controller that comes later begins with the key
      InvokerReport stored = Objects.requireNonNull(PublisherFixture.stored(client));
      int before = controller.heard.size();
      await()
          .until(
              () ->
                  controller.heard.subList(before, controller.heard.size()).stream()
                      .anyMatch(each -> isChangeOf(each, stored)));
      assertThat(client.pttl(KEY)).isBetween(800L, 1600L);
      assertThat(invoker.publisher.failures()).isZero();
    }
  }

  private static boolean isChangeOf(Heard each, InvokerReport full) {
    try {
      return CompactReportCodec.isChange(each.document)
          && CompactReportCodec.decode(each.document, full) != null;
    } catch (ReportRejectedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void anOlderControllerGetsEachReportAsJsonForAsLongAsItListens() throws Exception {
    try (Listener controller = new Listener(InvokerReport.CHANNEL, KEY);
        PublisherFixture invoker = fixture("")) {
      await().until(() -> controller.heard.size() >= 3);
      assertThat(controller.documents(InvokerReport.CHANNEL)).isEmpty();
      try (Listener older = new Listener(InvokerReport.CHANNEL)) {
        await().until(() -> older.heard.size() >= 6);
        long first = ReportCodec.decode(older.heard.get(0).document).sampledAtMillis();
        long last = ReportCodec.decode(older.heard.get(5).document).sampledAtMillis();
        assertThat(last - first).as("each interval of 200 ms").isLessThan(2 * 5 * 200);
      }
      await().until(() -> client.pubsubNumSub(InvokerReport.CHANNEL).containsValue(1L));
      // what was decided before the older one left
      int compact = controller.heard.size();
      await().until(() -> controller.heard.size() > compact + 12);
      int json = controller.documents(InvokerReport.CHANNEL).size();
      int more = controller.heard.size();
      await().until(() -> controller.heard.size() > more + 5);
      assertThat(controller.documents(InvokerReport.CHANNEL)).hasSize(json);
      assertThat(invoker.publisher.failures()).isZero();
    }
  }

  @Test
  void withRightsOfAnOlderVersionReportsAreJsonAlone() throws Exception {
    client.aclSetUser(
        "older",
        "on",
        ">secret",
        "~faasrank:1:invoker:*",
        "resetchannels",
        "&faasrank:1:metrics",
        "-@all",
        "+set",
        "+publish",
        "+ping",
        "+select",
        "+client|setname");
    client.aclSetUser(
        "half", "on", ">secret", "~*", "resetchannels", "&faasrank:1:metrics", "+@all");
    for (String user : List.of("older", "half")) {
      try (Listener listener = new Listener(InvokerReport.CHANNEL, KEY);
          PublisherFixture invoker = fixture("user = " + user + ", password = secret")) {
        await().until(() -> listener.heard.size() >= 5);
        assertThat(listener.documents(KEY)).isEmpty();
        assertThat(client.pttl(KEY)).isBetween(500L, 1000L);
        assertThat(invoker.publisher.dropped()).isZero();
      }
    }
  }

  @Test
  void withoutTheCompactFormNothingIsAsked() throws Exception {
    try (Listener listener = new Listener(InvokerReport.CHANNEL, KEY);
        PublisherFixture invoker =
            new PublisherFixture(PublisherFixture.settings(REDIS.port(), TIMEOUTS, 200, false))) {
      await().until(() -> listener.heard.size() >= 5);
      assertThat(listener.documents(KEY)).isEmpty();
      assertThat(invoker.publisher.dropped()).isZero();
    }
  }

  private static final String TIMEOUTS = "connect-timeout = 100 ms, socket-timeout = 100 ms";

  private static PublisherFixture fixture(String more) {
    return new PublisherFixture(
        PublisherFixture.settings(REDIS.port(), TIMEOUTS + ", " + more, 200));
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Heard(String channel, byte[] document) {}

  /** Listens to channels as a controller does. */
  private static final class Listener extends BinaryJedisPubSub implements AutoCloseable {

    final List<Heard> heard = new CopyOnWriteArrayList<>();

    private final CountDownLatch subscribed;
    private final Jedis own = REDIS.client();

    Listener(String... channels) throws InterruptedException {
      subscribed = new CountDownLatch(channels.length);
      byte[][] names = new byte[channels.length][];
      for (int i = 0; i < names.length; i++) {
        names[i] = channels[i].getBytes(UTF_8);
      }
      Thread thread = new Thread(() -> own.subscribe(this, names));
      thread.setDaemon(true);
      thread.start();
      assertThat(subscribed.await(10, TimeUnit.SECONDS)).isTrue();
    }

    List<byte[]> documents(@Nullable String channel) {
      return heard.stream()
          .filter(each -> each.channel.equals(channel))
          .map(Heard::document)
          .toList();
    }

    @Override
    public void onSubscribe(byte[] channel, int count) {
      subscribed.countDown();
    }

    @Override
    public void onMessage(byte[] channel, byte[] message) {
      heard.add(new Heard(new String(channel, UTF_8), message));
    }

    @Override
    public void close() {
      unsubscribe();
    }
  }
}
