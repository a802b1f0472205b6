package io.faasrank.testbed.learn;

import io.faasrank.event.EventEntry;
import io.faasrank.event.EventFileWriter;
import io.faasrank.redis.RedisServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import redis.clients.jedis.Connection;

/**
 * Copies the stream of events into the files of a folder. Goes on after the last entry that the
 * folder holds, whenever and however it ended before; what Redis has deleted meanwhile shows as a
 * gap in the numbers of the batches. For one process per folder, and one thread.
 */
public final class EventRecorder implements AutoCloseable {

  private final RedisServer server;
  private final EventFileWriter files;
  private final int hours;
  private final EventTail tail;

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
    this.tail = EventTail.after(files.last());
  }

  /** Where it is in the stream, as Redis writes it. */
  public String position() {
    return tail.position();
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
    List<EventEntry> entries = tail.next(connection);
    while (!entries.isEmpty()) {
      for (EventEntry entry : entries) {
        files.append(entry);
      }
      copied += entries.size();
      entries = tail.next(connection);
    }
    if (copied > 0) {
      files.keep(hours);
    }
    return copied;
  }

  @Override
  public void close() throws IOException {
    files.close();
  }
}
