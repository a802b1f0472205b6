package io.faasrank.testbed.learn;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.faasrank.event.EventEntry;
import io.faasrank.loadbalancer.redis.RedisKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.params.XReadParams;
import redis.clients.jedis.resps.StreamEntryBinary;

/** Reads the stream of events from a place on. For one thread. */
public final class EventTail {

  /** Entries of one answer. Chosen: at most some MB. */
  private static final int COUNT = 100;

  private static final byte[] KEY = RedisKeys.EVENTS.getBytes(UTF_8);
  private static final byte[] FIELD = RedisKeys.EVENT_BATCH.getBytes(UTF_8);

  private StreamEntryID last;

  private EventTail(StreamEntryID last) {
    this.last = last;
  }

  /** From the oldest entry that Redis still has. */
  public static EventTail fromStart() {
    return after(null);
  }

  /** From the entry that follows this one; null for the oldest. */
  static EventTail after(@Nullable EventEntry entry) {
    return new EventTail(
        entry == null
            ? new StreamEntryID(0, 0)
            : new StreamEntryID(entry.millis(), entry.sequence()));
  }

  /** The place, as Redis writes it. */
  public String position() {
    return last.toString();
  }

  /**
   * The next entries, without waiting for any; empty where there is nothing new.
   *
   * @throws redis.clients.jedis.exceptions.JedisException when the server is away or refuses; the
   *     place is then what it was
   */
  public List<EventEntry> next(Connection connection) {
    List<EventEntry> entries = new ArrayList<>();
    List<StreamEntryBinary> read = read(connection);
    while (!read.isEmpty() && entries.isEmpty()) {
      for (StreamEntryBinary entry : read) {
        last = entry.getID();
        byte[] batch = entry.getFields().get(FIELD);
        if (batch != null) {
          entries.add(new EventEntry(last.getTime(), last.getSequence(), batch));
        }
      }
      read = entries.isEmpty() ? read(connection) : read;
    }
    return entries;
  }

  private List<StreamEntryBinary> read(Connection connection) {
    Jedis jedis = new Jedis(connection);
    List<Map.Entry<byte[], List<StreamEntryBinary>>> answer =
        jedis.xreadBinary(XReadParams.xReadParams().count(COUNT), Map.of(KEY, last));
    return answer == null || answer.isEmpty() ? List.of() : answer.get(0).getValue();
  }
}
