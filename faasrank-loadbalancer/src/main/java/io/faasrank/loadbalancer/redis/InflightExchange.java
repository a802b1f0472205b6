package io.faasrank.loadbalancer.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.faasrank.redis.RedisServer;
import io.faasrank.redis.RedisSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.params.XAddParams;
import redis.clients.jedis.params.XReadParams;
import redis.clients.jedis.resps.StreamEntry;

/**
 * Tells the other controllers what this one has in flight, and hears what they have, on a thread of
 * its own: one round trip each {@link #INTERVAL}, in which a document is added to a short stream
 * where anything has changed, and those added since the last one are read. Without other
 * controllers it has no connection.
 *
 * <p>A stream, since a controller needs no right then to change any key that an invoker or an
 * operator writes.
 */
public final class InflightExchange implements AutoCloseable {

  /**
   * Time between two round trips. Measured in the simulator, ten invokers, M1 to M10, forty draws,
   * models extended and general: what three controllers lose to one is 2 % at 25 ms, 4 % at 100 and
   * 300 ms, and nothing at 1 ms (faasrank evaluate --controllers 3).
   */
  static final Duration INTERVAL = Duration.ofMillis(25);

  /** Round trips take at most this part of the thread's time, however much is in flight. */
  private static final int BUSY_PART = 20;

  /** How often a controller without others looks whether there are any. */
  private static final Duration ALONE = Duration.ofSeconds(1);

  /** Entries that the stream keeps: some seconds of a few controllers. Chosen. */
  private static final int ENTRIES = 32;

  /** What a controller sends and receives in a second at most. Chosen. */
  private static final long BYTES_PER_SECOND = 4 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(InflightExchange.class);

  private static final byte[] KEY = RedisKeys.CONTROLLERS.getBytes(UTF_8);
  private static final byte[] FIELD = RedisKeys.CONTROLLER_JSON.getBytes(UTF_8);
  private static final XAddParams TRIMMING = XAddParams.xAddParams().maxLen(ENTRIES);

  private final RedisServer server;
  private final InflightParty participant;
  private final Conversation conversation;
  private boolean refused;

  /** An exchange that waits for {@link #start}. */
  public InflightExchange(RedisSettings settings, InflightParty participant) {
    this.server = new RedisServer(settings, "faasrank-controller");
    this.participant = participant;
    this.conversation =
        new Conversation(
            "exchange of controllers", server, settings.firstBackoff(), this::hold, LOG);
  }

  /** Begins, without waiting for Redis. */
  public void start() {
    conversation.start();
  }

  /** How often the connection came back after a failure. */
  public long reconnects() {
    return conversation.reconnects();
  }

  private void hold(Conversation held) {
    while (!held.isClosed() && !participant.hasOthers()) {
      held.pause(ALONE);
    }
    if (held.isClosed()) {
      return;
    }
    try (Connection connection = server.connect()) {
      held.over(connection);
      StreamEntryID last = newest(connection);
      while (!held.isClosed() && participant.hasOthers()) {
        long start = System.nanoTime();
        byte[] own = participant.own();
        long bytes = own == null ? 0 : own.length;
        Pipeline pipeline = new Pipeline(connection);
        Response<byte[]> added =
            own == null ? null : pipeline.xadd(KEY, TRIMMING, Map.of(FIELD, own));
        Response<List<Map.Entry<String, List<StreamEntry>>>> read =
            pipeline.xread(
                XReadParams.xReadParams().count(ENTRIES), Map.of(RedisKeys.CONTROLLERS, last));
        pipeline.sync();
        if (added != null) {
          Objects.requireNonNull(added.get());
        }
        for (StreamEntry entry : entries(read.get())) {
          last = entry.getID();
          bytes += take(entry.getFields().get(RedisKeys.CONTROLLER_JSON));
        }
        held.goesWell();
        held.pause(pause(bytes, System.nanoTime() - start));
      }
    }
  }

  private static Duration pause(long bytes, long tookNanos) {
    long millis = Math.max(INTERVAL.toMillis(), bytes * 1000 / BYTES_PER_SECOND);
    return Duration.ofNanos(Math.max(millis * 1_000_000, tookNanos * BUSY_PART));
  }

  /** What was added before is passed over, since nobody knows how old it is. */
  private static StreamEntryID newest(Connection connection) {
    StreamEntryID newest = new StreamEntryID();
    List<Map.Entry<String, List<StreamEntry>>> all =
        new Jedis(connection)
            .xread(XReadParams.xReadParams().count(ENTRIES), Map.of(RedisKeys.CONTROLLERS, newest));
    for (StreamEntry entry : entries(all)) {
      newest = entry.getID();
    }
    return newest;
  }

  private static List<StreamEntry> entries(
      @Nullable List<Map.Entry<String, List<StreamEntry>>> read) {
    return read == null || read.isEmpty() ? List.of() : read.get(0).getValue();
  }

  private int take(@Nullable String document) {
    if (document == null) {
      return 0;
    }
    byte[] bytes = document.getBytes(UTF_8);
    try {
      participant.heard(bytes);
    } catch (IllegalArgumentException e) {
      if (!refused) {
        refused = true;
        LOG.warn(
            "{}: {}: {}; further ones are only passed over",
            server,
            RedisKeys.CONTROLLERS,
            e.getMessage());
      }
    }
    return bytes.length;
  }

  /** Ends the thread, without waiting for it. */
  @Override
  public void close() {
    conversation.close();
  }

  /** Who takes part; called by the exchange's thread. */
  public interface InflightParty {

    /** Whether there are other controllers. */
    boolean hasOthers();

    /** What this controller has in flight; null where the others know it already. */
    byte @Nullable [] own();

    /**
     * Takes one document, which may be this controller's own.
     *
     * @throws IllegalArgumentException in one line, when it cannot be read
     */
    void heard(byte[] document);
  }
}
