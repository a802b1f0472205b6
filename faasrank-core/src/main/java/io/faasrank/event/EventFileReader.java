package io.faasrank.event;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file of events, batch after batch. Ends before an entry that is not whole yet, so that a
 * file can be read while it is written.
 */
public final class EventFileReader implements AutoCloseable {

  private final Path file;
  private final InputStream in;
  private long position;

  private EventFileReader(Path file, InputStream in) {
    this.file = file;
    this.in = in;
  }

  /**
   * Opens a file.
   *
   * @throws EventsRefusedException when there is none, or it cannot be read
   */
  public static EventFileReader open(Path file) {
    try {
      return new EventFileReader(
          file, new BufferedInputStream(Files.newInputStream(file), 1 << 16));
    } catch (NoSuchFileException e) {
      throw new EventsRefusedException(file.toString(), "no such file, expected events");
    } catch (IOException e) {
      throw new EventsRefusedException(file.toString(), "cannot be read: " + e.getMessage());
    }
  }

  /**
   * The next batch, null at the end.
   *
   * @throws EventsRefusedException when it is damaged or of another schema
   */
  public @Nullable EventBatch next() {
    long start = position;
    EventEntry entry = entry();
    return entry == null ? null : EventDecoder.decode(entry.batch(), where(start));
  }

  /** The next entry, null at the end. */
  public @Nullable EventEntry entry() {
    try {
      byte[] head = in.readNBytes(EventEntry.HEAD_BYTES);
      if (head.length < EventEntry.HEAD_BYTES) {
        return null;
      }
      int length = ByteBuffer.wrap(head).getInt();
      if (length < 0 || length > EventEntry.MOST_BYTES) {
        throw new EventsRefusedException(
            where(position), "an entry says it has " + length + " bytes");
      }
      byte[] batch = in.readNBytes(length);
      if (batch.length < length) {
        return null;
      }
      ByteBuffer whole = ByteBuffer.allocate(head.length + length).put(head).put(batch);
      if (whole.getInt(4) != EventFileWriter.checksum(whole.array())) {
        throw new EventsRefusedException(where(position), "an entry does not match its checksum");
      }
      position += whole.capacity();
      return new EventEntry(whole.getLong(8), whole.getLong(16), batch);
    } catch (IOException e) {
      throw new EventsRefusedException(where(position), "cannot be read: " + e.getMessage());
    }
  }

  /** Bytes of the entries read so far. */
  long position() {
    return position;
  }

  private String where(long start) {
    return file + " at byte " + start;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
