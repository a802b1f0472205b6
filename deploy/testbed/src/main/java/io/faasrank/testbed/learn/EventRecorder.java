package io.faasrank.testbed.learn;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.faasrank.event.EventEntry;
import io.faasrank.event.EventFileWriter;
import io.faasrank.loadbalancer.redis.RedisKeys;
import io.faasrank.redis.RedisServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.params.XReadParams;
import redis.clients.jedis.resps.StreamEntryBinary;

/**
 * Copies the stream of events into the files of a folder. Goes on after the last entry that the
 * folder holds, whenever and however it ended before; what Redis has deleted meanwhile shows as a
 * gap in the numbers of the batches. For one process per folder, and one thread.
 */
public final class EventRecorder implements AutoCloseable {

  /** Entries of one answer. Chosen: at most some MB. */
  private static final int COUNT = 100;

  private static final byte[] KEY = RedisKeys.EVENTS.getBytes(UTF_8);
  private static final byte[] FIELD = RedisKeys.EVENT_BATCH.getBytes(UTF_8);

  private final RedisServer server;
  private final EventFileWriter files;
  private final int hours;
  private StreamEntryID last;

  /**
   * A recorder that has read nothing yet.
   *
   * @param hours how many files to keep, the newest; at least 1
   * @throws io.faasrank.event.EventsRefusedException when the newest file is damaged
   */
  public EventRecorder(RedisServer server, Path folder, int hours) throws IOException {
    this.server = server;
    this.hours = hours;
    this.files = EventFileWriter.open(folder);
    EventEntry newest = files.last();
    this.last =
        newest == null
            ? new StreamEntryID(0, 0)
            : new StreamEntryID(newest.millis(), newest.sequence());
  }

  /** Where it is in the stream, as Redis writes it. */
  public String position() {
    return last.toString();
  }

  /** A connection, which the caller closes. */
  public Connection connect() {
    return server.connect();
  }

  /**
   * Copies what there is.
   *
   * @return entries copied; 0 when there was nothing new
   * @throws redis.clients.jedis.exceptions.JedisException when the server is away or refuses; what
   *     was copied before stays
   */
  public int copy(Connection connection) throws IOException {
    int copied = 0;
    List<StreamEntryBinary> entries = read(connection);
    while (!entries.isEmpty()) {
      for (StreamEntryBinary entry : entries) {
        append(entry);
      }
      copied += entries.size();
      entries = read(connection);
    }
    if (copied > 0) {
      files.keep(hours);
    }
    return copied;
  }

  private List<StreamEntryBinary> read(Connection connection) {
    Jedis jedis = new Jedis(connection);
    List<Map.Entry<byte[], List<StreamEntryBinary>>> answer =
        jedis.xreadBinary(XReadParams.xReadParams().count(COUNT), Map.of(KEY, last));
    return answer == null || answer.isEmpty() ? List.of() : answer.get(0).getValue();
  }

  private void append(StreamEntryBinary entry) throws IOException {
    StreamEntryID id = entry.getID();
    byte[] batch = entry.getFields().get(FIELD);
    if (batch != null) {
      files.append(new EventEntry(id.getTime(), id.getSequence(), batch));
    }
    last = id;
  }

  @Override
  public void close() throws IOException {
    files.close();
  }
}
