package io.faasrank.loadbalancer.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.faasrank.redis.RedisProcess;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/**
 * Guards an operator's orders: a mode or model that is not heeded, heeded twice, or mixed of two;
 * and the controller against whatever else may stand under these names.
 */
class RedisFeedControlTest {

  private static final RedisProcess REDIS = RedisProcess.start();

  /** Ten looks, which is a second, and as much again and more for a busy machine. */
  private static final Duration SOON = Duration.ofSeconds(3);

  private final RecordingListener listener = new RecordingListener();
  private final RedisFeed feed = Feeds.start(REDIS.port(), () -> 1, listener);
  private final Jedis client = REDIS.client();

  @BeforeEach
  void untilItLooks() {
    await().until(() -> feed.looks() > 0 && listener.isConnected());
  }

  @AfterEach
  void emptyRedis() {
    feed.close();
    client.flushAll();
    client.close();
  }

  @AfterAll
  static void stopRedis() {
    REDIS.close();
  }

  @Test
  void tellsOfEachChangeOfTheModeOnceAndSoon() {
    assertThat(listener.events).isEmpty();
    client.set(RedisKeys.MODE, "shadow");
    expect("mode shadow");
    client.set(RedisKeys.MODE, "canary 0.05");
    expect("mode canary 0.05");
    client.del(RedisKeys.MODE);
    expect("mode null");
    client.set(RedisKeys.MODE, "");
    looksMore(3);
    assertThat(listener.events).containsExactly("mode shadow", "mode canary 0.05", "mode null");
  }

  @Test
  void readsAModelWhenItsVersionChanges() {
    publish("v1", "first");
    expect("model v1: first");
    publish("v2", "second");
    expect("model v2: second");
    looksMore(3);
    client.del(RedisKeys.MODEL);
    expect("no model");
    publish("v2", "second");
    expect("model v2: second");
    client.flushAll();
    expect("no model");
    assertThat(listener.events)
        .containsExactly(
            "model v1: first", "model v2: second", "no model", "model v2: second", "no model");
  }

  @Test
  void neverHandsOnTheVersionOfOneModelWithTheBytesOfAnother() {
    for (int i = 0; i < 20_000; i++) {
      publish("v" + i, "v" + i);
      if (i % 2000 == 0) {
        // a model that changes all the time is never read
        looksMore(1);
      }
    }
    expect("model v19999: v19999");
    assertThat(listener.events).hasSizeGreaterThan(2);
    assertThat(listener.events).allMatch(event -> event.matches("model (v\\d+): \\1"));
  }

  @Test
  void handsOnTheSignatureAlsoWhenItComesLater() {
    publish("v1", "first");
    expect("model v1: first");
    client.hset(RedisKeys.MODEL, RedisKeys.MODEL_SIGNATURE, "mine");
    expect("model v1: first signed mine");
    client.hdel(RedisKeys.MODEL, RedisKeys.MODEL_SIGNATURE);
    expect("model v1: first");
  }

  /** Neither whole nor in part: what Redis sends meanwhile are some bytes for each look. */
  @Test
  void readsNothingThatIsTooLong() {
    long before = sentBytes();
    byte[] tooLarge = new byte[17 << 20];
    client.hset(
        RedisKeys.MODEL.getBytes(UTF_8),
        Map.of(
            RedisKeys.MODEL_VERSION.getBytes(UTF_8),
            "bad".getBytes(UTF_8),
            RedisKeys.MODEL_BYTES.getBytes(UTF_8),
            tooLarge));
    client.set(RedisKeys.MODE.getBytes(UTF_8), tooLarge);
    await().until(() -> listener.events.size() == 1);
    looksMore(3);
    assertThat(sentBytes() - before).isLessThan(1 << 20);
    client.hset(
        RedisKeys.MODEL.getBytes(UTF_8),
        Map.of(
            RedisKeys.MODEL_VERSION.getBytes(UTF_8),
            tooLarge,
            RedisKeys.MODEL_SIGNATURE.getBytes(UTF_8),
            tooLarge,
            RedisKeys.MODEL_BYTES.getBytes(UTF_8),
            "small".getBytes(UTF_8)));
    looksMore(3);
    assertThat(sentBytes() - before).isLessThan(1 << 20);
    assertThat(listener.events).hasSize(1);
  }

  private long sentBytes() {
    String field = "total_net_output_bytes:";
    return client
        .info("stats")
        .lines()
        .filter(line -> line.startsWith(field))
        .mapToLong(line -> Long.parseLong(line.substring(field.length()).strip()))
        .sum();
  }

  @Test
  void waitsForTheBytesOfAModel() {
    client.hset(RedisKeys.MODEL, RedisKeys.MODEL_VERSION, "v1");
    looksMore(3);
    assertThat(listener.events).isEmpty();
    client.hset(RedisKeys.MODEL, RedisKeys.MODEL_BYTES, "late");
    expect("model v1: late");
  }

  @Test
  void survivesGarbage() {
    byte[] tooLarge = new byte[17 << 20];
    byte[] tooLong = new byte[5_000];
    publish("good", "bytes");
    expect("model good: bytes");
    client.hset(
        RedisKeys.MODEL.getBytes(UTF_8),
        Map.of(
            RedisKeys.MODEL_VERSION.getBytes(UTF_8),
            "bad".getBytes(UTF_8),
            RedisKeys.MODEL_BYTES.getBytes(UTF_8),
            tooLarge));
    looksMore(3);
    client.hset(RedisKeys.MODEL.getBytes(UTF_8), RedisKeys.MODEL_VERSION.getBytes(UTF_8), tooLong);
    looksMore(3);
    assertThat(listener.events).containsExactly("model good: bytes");
    publish("better", "bytes");
    expect("model better: bytes");

    client.set(RedisKeys.MODE.getBytes(UTF_8), tooLong);
    await().until(() -> listener.events.size() == 3);
    assertThat(listener.events.get(2)).hasSize("mode ".length() + 100);
    client.set(RedisKeys.MODE, "hashing");
    expect("mode hashing");

    client.publish(RedisKeys.REPORTS.getBytes(UTF_8), tooLarge);
    await()
        .until(
            () -> {
              client.publish(RedisKeys.REPORTS, "next");
              return listener.reports.contains("next");
            });
  }

  @Test
  void aKeyOfAnotherTypeIsRefusedAndTheOthersHeeded() {
    client.rpush(RedisKeys.report(0), "a list");
    client.rpush(RedisKeys.MODE, "a list");
    publish("v1", "bytes");
    expect("model v1: bytes");
    looksMore(3);
    assertThat(feed.modesRefused()).isEqualTo(1);
    client.del(RedisKeys.MODE, RedisKeys.MODEL);
    expect("no model");
    client.set(RedisKeys.MODEL, "a text");
    client.set(RedisKeys.MODE, "shadow");
    expect("mode shadow");
    looksMore(3);
    assertThat(feed.modelsRefused()).isEqualTo(1);
    client.del(RedisKeys.MODEL);
    publish("v2", "bytes");
    expect("model v2: bytes");
    assertThat(listener.events)
        .containsExactly("model v1: bytes", "no model", "mode shadow", "model v2: bytes");
    assertThat(feed.reconnects()).as("Redis was never away").isZero();
    assertThat(listener.disconnected).hasValue(0);
  }

  @Test
  void whatIsRefusedUnreadIsCountedOnce() {
    client.hset(RedisKeys.MODEL, RedisKeys.MODEL_VERSION, "without bytes");
    looksMore(3);
    assertThat(feed.modelsRefused()).isEqualTo(1);
    publish("v".repeat(201), "bytes");
    looksMore(3);
    assertThat(feed.modelsRefused()).isEqualTo(2);
    client.hset(
        RedisKeys.MODEL.getBytes(UTF_8),
        Map.of(
            RedisKeys.MODEL_VERSION.getBytes(UTF_8),
            "too large".getBytes(UTF_8),
            RedisKeys.MODEL_BYTES.getBytes(UTF_8),
            new byte[17 << 20]));
    looksMore(3);
    assertThat(feed.modelsRefused()).isEqualTo(3);
    assertThat(feed.modesRefused()).isZero();
    assertThat(listener.events).isEmpty();
  }

  private void publish(String version, String bytes) {
    client.hset(
        RedisKeys.MODEL, Map.of(RedisKeys.MODEL_VERSION, version, RedisKeys.MODEL_BYTES, bytes));
  }

  private void expect(String event) {
    await()
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(10))
        .until(
            () ->
                !listener.events.isEmpty()
                    && listener.events.get(listener.events.size() - 1).equals(event));
  }

  private void looksMore(int count) {
    long before = feed.looks();
    await().until(() -> feed.looks() > before + count);
  }
}
