package io.faasrank.loadbalancer.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.faasrank.redis.RedisProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.resps.StreamEntry;

/**
 * Guards the controller against its own trajectories: a queue that grows while Redis is away, a
 * call that waits for it, a stream that fills Redis, and losses that nobody counts.
 */
class TrajectoryStreamTest {

  private static final byte[] LARGE = new byte[100_000];

  private final RedisProcess redis = RedisProcess.start();

  @AfterEach
  void stopRedis() {
    redis.close();
  }

  @Test
  void writesInOrderUnderItsField() {
    try (TrajectoryStream stream = start(100_000);
        Jedis client = redis.client()) {
      List<String> expected = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        expected.add("{\"decision\":" + i + "}");
        assertThat(stream.offer(expected.get(i).getBytes(UTF_8))).isTrue();
      }
      await().until(() -> stream.written() == 500);
      List<StreamEntry> entries = client.xrange(RedisKeys.TRAJECTORIES, (StreamEntryID) null, null);
      assertThat(entries)
          .extracting(StreamEntry::getFields)
          .isEqualTo(expected.stream().map(json -> Map.of("json", json)).toList());
      assertThat(stream.dropped()).isZero();
    }
  }

  @Test
  void keepsTheStreamShort() {
    try (TrajectoryStream stream = start(200);
        Jedis client = redis.client()) {
      for (int i = 0; i < 5000; i++) {
        stream.offer("{}".getBytes(UTF_8));
      }
      await().until(() -> stream.written() == 5000);
      // Redis trims by blocks of 100 entries
      assertThat(client.xlen(RedisKeys.TRAJECTORIES)).isBetween(200L, 300L);
    }
  }

  @Test
  void dropsAndCountsWhatDoesNotFitWhileRedisIsAway() throws Exception {
    try (TrajectoryStream stream = start(100_000)) {
      offer(stream, 1);
      await().until(() -> stream.written() == 1);
      redis.kill();
      int fit = (int) (TrajectoryStream.QUEUE_BYTES / LARGE.length);
      int offered = 2 * fit;
      long start = System.nanoTime();
      long accepted = offer(stream, offered);
      long micros = (System.nanoTime() - start) / 1000 / offered;
      assertThat(micros).as("microseconds per offer").isLessThan(1000);
      // a batch may have left the queue before the loss was noticed
      assertThat(accepted).isBetween((long) fit, fit + 64L);
      redis.restart();
      await().until(() -> stream.written() + stream.dropped() == offered + 1);
      assertThat(stream.written()).isGreaterThanOrEqualTo(fit - 64L);
      assertThat(stream.reconnects()).isEqualTo(1);
      try (Jedis client = redis.client()) {
        assertThat(client.xlen(RedisKeys.TRAJECTORIES)).isEqualTo(stream.written() - 1);
      }
      assertThat(offer(stream, 1)).as("there is room again").isEqualTo(1);
    }
  }

  @Test
  void neverWaitsForARedisThatHangs() throws Exception {
    try (TrajectoryStream stream = start(100_000)) {
      offer(stream, 1);
      await().until(() -> stream.written() == 1);
      redis.hang();
      long start = System.nanoTime();
      offer(stream, 1000);
      // one wait for each would be a thousand socket time-outs
      assertThat(System.nanoTime() - start).isLessThan(Duration.ofSeconds(5).toNanos());
      redis.resume();
      await().until(() -> stream.written() + stream.dropped() == 1001);
    }
  }

  @Test
  void countsWhatRedisRefuses() {
    try (Jedis client = redis.client()) {
      client.set(RedisKeys.TRAJECTORIES, "no stream");
      try (TrajectoryStream stream = start(100_000)) {
        offer(stream, 10);
        await().until(() -> stream.dropped() == 10);
        client.del(RedisKeys.TRAJECTORIES);
        await()
            .until(
                () -> {
                  offer(stream, 1);
                  return stream.written() > 0;
                });
        assertThat(client.xlen(RedisKeys.TRAJECTORIES)).isPositive();
      }
    }
  }

  private TrajectoryStream start(int maxLength) {
    TrajectoryStream stream = new TrajectoryStream(Feeds.settings(redis.port(), ""), maxLength);
    stream.start();
    return stream;
  }

  private static long offer(TrajectoryStream stream, int count) {
    long accepted = 0;
    for (int i = 0; i < count; i++) {
      accepted += stream.offer(LARGE) ? 1 : 0;
    }
    return accepted;
  }
}
