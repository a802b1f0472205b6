package io.faasrank.loadbalancer.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.faasrank.event.EventEncoder;
import io.faasrank.event.LogEvent;
import io.faasrank.loadbalancer.event.EventLog;
import io.faasrank.redis.RedisServer;
import io.faasrank.redis.RedisSettings;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.XAddParams;
import redis.clients.jedis.params.XTrimParams;

/**
 * Writes the log of events to the stream, on a thread of its own: an entry holds the events of a
 * second, or fewer where there are many. While Redis is away events wait in the log, and are lost
 * and counted there once it is full. An entry whose answer is lost is sent again with the same
 * number, so that a reader can leave out the second one; one that Redis refuses is counted as lost.
 *
 * <p>Redis itself says how much memory the stream takes, since several controllers share it. Where
 * that is more than allowed, the oldest entries are deleted.
 */
public final class EventStream implements AutoCloseable {

  /** How often the log is emptied. It holds half a minute of 1,000 activations a second. */
  private static final Duration LOOK = Duration.ofMillis(100);

  /** An idle connection is checked at every so many looks. */
  private static final int CHECKED = 10;

  /** How long events are gathered for an entry: what a crash of the controller loses. */
  private static final long GATHER_NANOS = 1_000_000_000;

  /** How long closing waits for the last entry. Chosen: a look, and time for a busy Redis. */
  private static final long CLOSING_MILLIS = 500;

  /**
   * Bytes of an entry before it is deflated. Chosen: deflating sees 32 KB at a time, so that more
   * gains nothing, and a server copies less than 100 KB in some 10 us.
   */
  private static final int ENTRY_BYTES = 128 << 10;

  /** How often the stream's size is looked at: after this share of what it may take. */
  private static final int LOOKS = 32;

  /** What is left after trimming, so that not every look trims. */
  private static final double TRIMMED = 0.95;

  private static final byte[] KEY = RedisKeys.EVENTS.getBytes(UTF_8);
  private static final byte[] FIELD = RedisKeys.EVENT_BATCH.getBytes(UTF_8);

  private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);

  /** What is sent until Redis answers. */
  @SuppressWarnings("ArrayRecordComponent") // read only, and never compared
  private record Waiting(byte[] batch, int events) {}

  private final EventLog log;
  private final String controller;
  private final long maxBytes;
  private final LongSupplier nanoClock;
  private final LongSupplier wallMillis;
  private final RedisServer server;
  private final Conversation conversation;
  private final LongAdder written = new LongAdder();
  private final LongAdder writtenBytes = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean started;
  private volatile boolean ending;

  private final EventEncoder encoder = new EventEncoder();
  private @Nullable Waiting waiting;
  private long firstNanos;
  private long sequence;
  private long untilLook;

  /**
   * A stream that waits for {@link #start}.
   *
   * @param controller name of this process, unique among those that write
   * @param maxBytes memory that the stream may take in Redis
   * @param nanoClock the clock of the events
   * @param wallMillis milliseconds since 1970
   */
  public EventStream(
      EventLog log,
      String controller,
      RedisSettings settings,
      long maxBytes,
      LongSupplier nanoClock,
      LongSupplier wallMillis) {
    this.log = log;
    this.controller = controller;
    this.maxBytes = maxBytes;
    this.nanoClock = nanoClock;
    this.wallMillis = wallMillis;
    this.server = new RedisServer(settings, "faasrank-controller");
    this.conversation =
        new Conversation("events", server, settings.firstBackoff(), this::write, LOG);
  }

  /** Begins, without waiting for Redis. */
  public void start() {
    started = true;
    conversation.start();
  }

  /** Events that reached Redis. */
  public long written() {
    return written.sum();
  }

  /** Bytes of their entries. */
  public long writtenBytes() {
    return writtenBytes.sum();
  }

  /** Events that did not: those the log had no room for, and those Redis refused. */
  public long lost() {
    return log.lost() + refused.sum();
  }

  private void write(Conversation held) {
    try (Connection connection = server.connect()) {
      held.over(connection);
      Jedis jedis = new Jedis(connection);
      int idle = 0;
      while (!held.isClosed()) {
        boolean last = ending;
        Waiting entry = waiting == null ? gather(last) : waiting;
        if (entry != null) {
          send(jedis, entry);
          idle = 0;
          held.goesWell();
        } else if (last) {
          ended.countDown();
          held.pause(LOOK);
        } else if (++idle % CHECKED == 0) {
          jedis.ping();
          held.goesWell();
        } else {
          held.pause(LOOK);
        }
      }
    }
  }

  /**
   * Takes events from the log; returns an entry where one is complete.
   *
   * @param now whether it is complete as it is
   */
  private @Nullable Waiting gather(boolean now) {
    while (encoder.size() < ENTRY_BYTES) {
      LogEvent event = log.poll();
      if (event == null) {
        break;
      }
      if (encoder.count() == 0) {
        firstNanos = nanoClock.getAsLong();
      }
      encoder.add(event);
    }
    boolean full = encoder.size() >= ENTRY_BYTES;
    if (encoder.count() > 0
        && (full || now || nanoClock.getAsLong() - firstNanos >= GATHER_NANOS)) {
      int events = encoder.count();
      long nanos = nanoClock.getAsLong();
      byte[] batch = encoder.finish(controller, sequence, lost(), nanos, wallMillis.getAsLong());
      waiting = new Waiting(batch, events);
      sequence++;
    }
    return waiting;
  }

  private void send(Jedis jedis, Waiting entry) {
    try {
      jedis.xadd(KEY, XAddParams.xAddParams(), Map.of(FIELD, entry.batch));
    } catch (JedisDataException e) {
      refused.add(entry.events);
      waiting = null;
      throw e;
    }
    waiting = null;
    written.add(entry.events);
    writtenBytes.add(entry.batch.length);
    untilLook -= entry.batch.length;
    if (untilLook <= 0) {
      trim(jedis);
      untilLook = maxBytes / LOOKS;
    }
  }

  private void trim(Jedis jedis) {
    Long bytes = jedis.memoryUsage(KEY, 0);
    if (bytes != null && bytes > maxBytes) {
      long entries = jedis.xlen(KEY);
      long keep = (long) (entries * (TRIMMED * maxBytes / bytes));
      jedis.xtrim(KEY, XTrimParams.xTrimParams().maxLen(keep));
    }
  }

  /** Writes what waits, where Redis takes it within half a second, and ends the thread. */
  @Override
  public void close() {
    ending = true;
    try {
      if (started && !ended.await(CLOSING_MILLIS, TimeUnit.MILLISECONDS)) {
        LOG.info("{}: the last events of this controller are not in the log", server);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    conversation.close();
  }
}
