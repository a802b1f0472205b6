package io.faasrank.loadbalancer.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.faasrank.event.EventBatch;
import io.faasrank.event.EventDecoder;
import io.faasrank.event.LogEvent;
import io.faasrank.event.ModeSet;
import io.faasrank.event.ReportTaken;
import io.faasrank.loadbalancer.event.EventLog;
import io.faasrank.redis.RedisProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.resps.StreamEntryBinary;

/**
 * Guards the controller against its own log: one that grows while Redis is away, a call that waits
 * for it, a stream that fills Redis, and losses that nobody counts.
 */
class EventStreamTest {

  private static final byte[] KEY = RedisKeys.EVENTS.getBytes(UTF_8);
  private static final byte[] FIELD = RedisKeys.EVENT_BATCH.getBytes(UTF_8);
  private static final long MEGABYTE = 1 << 20;

  private final RedisProcess redis = RedisProcess.start();
  private final EventLog log = new EventLog();

  @AfterEach
  void stopRedis() {
    redis.close();
  }

  @Test
  void writesManyEventsInOneEntryInTheirOrder() {
    try (EventStream stream = start(MEGABYTE);
        Jedis client = redis.client()) {
      List<LogEvent> events = events(2_000);
      await().until(() -> stream.written() == events.size());

      List<EventBatch> batches = batches(client);

      assertThat(batches.size()).isLessThan(20);
      assertThat(batches.stream().flatMap(batch -> batch.events().stream())).isEqualTo(events);
      assertThat(batches).extracting(EventBatch::controller).containsOnly("one");
      for (int i = 0; i < batches.size(); i++) {
        assertThat(batches.get(i).sequence()).isEqualTo(i);
      }
      assertThat(stream.lost()).isZero();
    }
  }

  @Test
  void writesWhatWaitsWhenItIsClosed() {
    List<LogEvent> events;
    try (EventStream stream = start(MEGABYTE)) {
      events(1);
      await().until(() -> stream.written() == 1);
      events = events(50);
    }
    try (Jedis client = redis.client()) {
      List<EventBatch> batches = batches(client);
      assertThat(batches.get(batches.size() - 1).events()).isEqualTo(events);
    }
  }

  @Test
  void closingWaitsForNoRedisThatHangs() throws Exception {
    long start;
    try (EventStream stream = start(MEGABYTE)) {
      events(1);
      await().until(() -> stream.written() == 1);
      redis.hang();
      events(1);
      start = System.nanoTime();
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    redis.resume();
  }

  /** Random reports do not deflate, so that bytes offered are bytes kept. */
  @Test
  void keepsTheStreamBelowItsBytes() {
    SplittableRandom random = new SplittableRandom(3);
    try (EventStream stream = start(4 * MEGABYTE);
        Jedis client = redis.client()) {
      long most = 0;
      for (int i = 0; i < 300; i++) {
        byte[] report = new byte[64 << 10];
        random.nextBytes(report);
        log.add(new ReportTaken(i, i, report));
        if (i % 20 == 19) {
          long expected = 1L + i;
          await().until(() -> stream.written() == expected);
          most = Math.max(most, client.memoryUsage(KEY, 0));
        }
      }
      // one look's worth may come on top
      assertThat(most).isBetween(3 * MEGABYTE, 4 * MEGABYTE + MEGABYTE / 2);
      List<EventBatch> batches = batches(client);
      assertThat(batches.get(batches.size() - 1).events()).last().isNotNull();
      assertThat(batches.get(0).sequence()).as("the oldest went").isPositive();
    }
  }

  @Test
  void losesNothingOfAShortOutage() throws Exception {
    try (EventStream stream = start(MEGABYTE)) {
      events(10);
      await().until(() -> stream.written() == 10);
      redis.kill();
      List<LogEvent> meanwhile = events(1_000);
      redis.restart();
      await().until(() -> stream.written() == 1_010);
      try (Jedis client = redis.client()) {
        assertThat(batches(client).stream().flatMap(batch -> batch.events().stream()))
            .isEqualTo(meanwhile);
      }
      assertThat(stream.lost()).isZero();
    }
  }

  @Test
  void countsWhatHasNoRoomWhileRedisIsAway() throws Exception {
    try (EventStream stream = start(MEGABYTE)) {
      redis.hang();
      int count = 100_000;
      long start = System.nanoTime();
      events(count);
      long nanosEach = (System.nanoTime() - start) / count;
      assertThat(nanosEach).as("nanoseconds each").isLessThan(50_000);
      redis.resume();
      await().until(() -> stream.written() + stream.lost() == count);
      assertThat(stream.lost()).isPositive();
      assertThat(stream.written()).isGreaterThan(60_000);
      events(1);
      await().until(() -> stream.written() + stream.lost() == count + 1);
      try (Jedis client = redis.client()) {
        List<EventBatch> batches = batches(client);
        assertThat(batches.get(batches.size() - 1).lost()).isEqualTo(stream.lost());
      }
    }
  }

  @Test
  void countsWhatRedisRefuses() {
    try (Jedis client = redis.client()) {
      client.set(RedisKeys.EVENTS, "no stream");
      try (EventStream stream = start(MEGABYTE)) {
        events(10);
        await().until(() -> stream.lost() == 10);
        client.del(RedisKeys.EVENTS);
        events(5);
        await().until(() -> stream.written() == 5);
        assertThat(batches(client).get(0).lost()).isEqualTo(10);
      }
    }
  }

  private EventStream start(long maxBytes) {
    EventStream stream =
        new EventStream(
            log,
            "one",
            Feeds.settings(redis.port(), ""),
            maxBytes,
            System::nanoTime,
            System::currentTimeMillis);
    stream.start();
    return stream;
  }

  private List<LogEvent> events(int count) {
    List<LogEvent> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      LogEvent event = new ModeSet(i, "mode " + i % 7);
      events.add(event);
      log.add(event);
    }
    return events;
  }

  private static List<EventBatch> batches(Jedis client) {
    List<EventBatch> batches = new ArrayList<>();
    List<Object> answer = client.xrange(KEY, (byte[]) null, (byte[]) null);
    for (StreamEntryBinary entry : BuilderFactory.STREAM_ENTRY_BINARY_LIST.build(answer)) {
      batches.add(
          EventDecoder.decode(Objects.requireNonNull(entry.getFields().get(FIELD)), "stream"));
    }
    return batches;
  }
}
