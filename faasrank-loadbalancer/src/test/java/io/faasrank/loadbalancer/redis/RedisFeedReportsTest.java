package io.faasrank.loadbalancer.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.faasrank.redis.RedisProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/**
 * Guards against reports that a controller would never see: those pushed before it listened, while
 * it read, or by invokers it did not know yet.
 */
class RedisFeedReportsTest {

  private static final RedisProcess REDIS = RedisProcess.start();

  private final RecordingListener listener = new RecordingListener();

  @BeforeEach
  void emptyRedis() {
    try (Jedis client = REDIS.client()) {
      client.flushAll();
    }
  }

  @AfterAll
  static void stopRedis() {
    REDIS.close();
  }

  @Test
  void handsOnWhatIsPushed() {
    try (RedisFeed feed = Feeds.start(REDIS.port(), () -> 0, listener);
        Jedis client = REDIS.client()) {
      await().until(listener::isConnected);
      for (String document : List.of("one", "two", "three")) {
        client.publish(RedisKeys.REPORTS, document);
      }
      await().until(() -> listener.reports.size() >= 3);
      assertThat(listener.reports).containsExactly("one", "two", "three");
      assertThat(feed.listenerFailures()).isZero();
    }
  }

  /** An installation tries with it whether an invoker may report; it is no report to be refused. */
  @Test
  void passesOverAnEmptyMessage() {
    try (RedisFeed feed = Feeds.start(REDIS.port(), () -> 1, listener);
        Jedis client = REDIS.client()) {
      await().until(listener::isConnected);
      for (String channel : List.of(RedisKeys.REPORTS, RedisKeys.report(0))) {
        client.publish(channel, "");
        client.publish(channel, "one");
      }
      await().until(() -> listener.reports.size() >= 2);
      assertThat(listener.reports).containsExactlyInAnyOrder("one", "0: one");
      assertThat(feed.listenerFailures()).isZero();
    }
  }

  @Test
  void handsOnWhatComesOnTheChannelsOfInvokersAndOfThoseThatAreStillUnknown() {
    AtomicInteger invokers = new AtomicInteger(3);
    try (RedisFeed feed = Feeds.start(REDIS.port(), invokers::get, listener);
        Jedis client = REDIS.client()) {
      await().until(listener::isConnected);
      for (int i : new int[] {0, 1, 2, 3, 66}) {
        client.publish(RedisKeys.report(i), "one");
      }
      await().until(() -> listener.reports.size() >= 5);
      assertThat(listener.reports)
          .containsExactlyInAnyOrder("0: one", "1: one", "2: one", "3: one", "66: one");
      assertThat(client.publish(RedisKeys.report(1000), "nobody knows it")).isZero();
      invokers.set(1000);
      await().until(() -> client.publish(RedisKeys.report(1000), "two") == 1);
      await().until(() -> listener.reports.contains("1000: two"));
      assertThat(client.publish(RedisKeys.report(67), "once")).isEqualTo(1);
      assertThat(feed.reconnects()).isZero();
    }
  }

  /** A value that is longer than any report is neither read whole nor the end of the others. */
  @Test
  void readsNoMoreThanAReportMayHave() {
    byte[] tooLong = new byte[17 << 20];
    try (Jedis client = REDIS.client()) {
      client.set(RedisKeys.report(0).getBytes(UTF_8), tooLong);
      client.rpush(RedisKeys.report(1), "a list");
      client.set(RedisKeys.report(2), "two");
      List<Integer> lengths = new CopyOnWriteArrayList<>();
      RecordingListener measuring =
          new RecordingListener() {
            @Override
            public void stored(int invoker, byte[] document) {
              lengths.add(document.length);
            }
          };
      try (RedisFeed feed = Feeds.start(REDIS.port(), () -> 3, measuring)) {
        await().until(measuring::isConnected);
        assertThat(lengths).containsExactlyInAnyOrder(256 * 1024 + 1, 3);
        client.publish(RedisKeys.report(1).getBytes(UTF_8), tooLong);
        client.publish(RedisKeys.REPORTS.getBytes(UTF_8), tooLong);
        await().until(() -> measuring.tooLong.get() == 2);
        client.publish(RedisKeys.report(1), "one");
        await().until(() -> measuring.reports.contains("1: one"));
        assertThat(feed.reconnects()).isZero();
      }
    }
  }

  @Test
  void withRightsOfAnOlderVersionItHearsTheChannelOfAll() {
    try (Jedis client = REDIS.client()) {
      client.aclSetUser(
          "older",
          "on",
          ">secret",
          "~faasrank:1:*",
          "resetchannels",
          "&faasrank:1:metrics",
          "-@all",
          "+get",
          "+mget",
          "+hget",
          "+hmget",
          "+subscribe",
          "+ping",
          "+select",
          "+client|setname");
      client.set(RedisKeys.report(0), "stored");
      try (RedisFeed feed =
          Feeds.start(
              Feeds.settings(REDIS.port(), "user = older, password = secret"), () -> 2, listener)) {
        await().until(listener::isConnected);
        client.publish(RedisKeys.REPORTS, "to all");
        await().until(() -> listener.reports.contains("to all"));
        long reconnects = feed.reconnects();
        client.publish(RedisKeys.REPORTS, "again");
        await().until(() -> listener.reports.contains("again"));
        assertThat(feed.reconnects()).isEqualTo(reconnects);
      }
    }
  }

  @Test
  void readsTheKeysOfAllKnownInvokersAtFirst() {
    List<String> expected = new ArrayList<>();
    try (Jedis client = REDIS.client()) {
      for (int i = 0; i <= 150; i++) {
        if (i != 7) {
          client.set(RedisKeys.report(i), "report " + i);
          expected.add("report " + i);
        }
      }
    }
    expected.remove("report 150");
    RecordingListener atConnection =
        new RecordingListener() {
          @Override
          public void connected() {
            listener.reports.addAll(reports);
            super.connected();
          }
        };
    try (RedisFeed feed = Feeds.start(REDIS.port(), () -> 150, atConnection)) {
      await().until(atConnection::isConnected);
      assertThat(listener.reports).containsExactlyInAnyOrderElementsOf(expected);
      assertThat(feed.reconnects()).isZero();
    }
  }

  @Test
  void missesNothingThatIsPushedWhileItReads() {
    try (Jedis client = REDIS.client()) {
      client.set(RedisKeys.report(0), "stored");
      RecordingListener pushing =
          new RecordingListener() {
            @Override
            public void stored(int invoker, byte[] document) {
              if (reports.isEmpty()) {
                client.publish(RedisKeys.REPORTS, "pushed while reading");
              }
              super.stored(invoker, document);
            }
          };
      try (RedisFeed feed = Feeds.start(REDIS.port(), () -> 1, pushing)) {
        await().until(() -> pushing.reports.size() >= 2);
        assertThat(pushing.reports).containsExactly("stored", "pushed while reading");
        assertThat(feed.listenerFailures()).isZero();
      }
    }
  }

  @Test
  void readsTheKeysOfInvokersThatBecomeKnownAlsoInASilence() {
    AtomicInteger invokers = new AtomicInteger(1);
    try (RedisFeed feed = Feeds.start(REDIS.port(), invokers::get, listener);
        Jedis client = REDIS.client()) {
      await().until(listener::isConnected);
      for (int i = 0; i < 4; i++) {
        client.set(RedisKeys.report(i), "report " + i);
      }
      invokers.set(3);
      await().until(() -> listener.reports.size() >= 2);
      assertThat(listener.reports).containsExactlyInAnyOrder("report 1", "report 2");
      invokers.set(0);
      client.publish(RedisKeys.REPORTS, "all gone");
      await().until(() -> listener.reports.contains("all gone"));
      invokers.set(1);
      client.publish(RedisKeys.REPORTS, "one is back");
      await().until(() -> listener.reports.contains("one is back"));
      assertThat(listener.reports.subList(2, 5))
          .containsExactly("all gone", "report 0", "one is back");
      assertThat(feed.reconnects()).isZero();
    }
  }

  @Test
  void anExceptionOfTheListenerEndsNothing() {
    RecordingListener failing =
        new RecordingListener() {
          @Override
          public void pushedToAll(byte[] document) {
            super.pushedToAll(document);
            throw new OutOfMemoryError("a report");
          }

          @Override
          public void mode(@Nullable String text) {
            super.mode(text);
            throw new IllegalStateException("a mode");
          }
        };
    try (RedisFeed feed =
            Feeds.start(
                REDIS.port(),
                () -> {
                  throw new IllegalStateException("a count");
                },
                failing);
        Jedis client = REDIS.client()) {
      await().until(failing::isConnected);
      client.publish(RedisKeys.REPORTS, "one");
      client.publish(RedisKeys.REPORTS, "two");
      client.set(RedisKeys.MODE, "shadow");
      await().until(() -> failing.reports.size() == 2 && !failing.events.isEmpty());
      client.set(RedisKeys.MODE, "hashing");
      await().until(() -> failing.events.size() == 2);
      await().until(() -> feed.listenerFailures() >= 7);
      assertThat(feed.reconnects()).isZero();
    }
  }
}
