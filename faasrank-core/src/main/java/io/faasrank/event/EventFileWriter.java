package io.faasrank.event;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Appends entries to the files of a folder, each to the file of its hour. What a crash has left
 * half written is cut off when the folder is opened again, so that {@link #last} names the last
 * entry that is whole: whoever copies goes on after it. For one process and one thread.
 *
 * <pre>
 * entry = length of the batch (4) CRC-32 of what follows (4) millis (8) sequence (8) batch
 * </pre>
 */
public final class EventFileWriter implements AutoCloseable {

  private final Path folder;
  private @Nullable EventEntry last;
  private @Nullable Path file;
  private @Nullable FileChannel channel;

  private EventFileWriter(Path folder) {
    this.folder = folder;
  }

  /**
   * Opens a folder, made where there is none.
   *
   * @throws EventsRefusedException when the newest file is damaged before its end
   */
  public static EventFileWriter open(Path folder) throws IOException {
    Files.createDirectories(folder);
    EventFileWriter writer = new EventFileWriter(folder);
    List<Path> files = EventFiles.in(folder);
    for (int i = files.size() - 1; i >= 0 && writer.last == null; i--) {
      writer.last = cut(files.get(i));
    }
    return writer;
  }

  /** Cuts off what is not whole and returns the last entry before it, null when there is none. */
  private static @Nullable EventEntry cut(Path file) throws IOException {
    EventEntry last = null;
    long end;
    try (EventFileReader reader = EventFileReader.open(file)) {
      for (EventEntry entry = reader.entry(); entry != null; entry = reader.entry()) {
        last = entry;
      }
      end = reader.position();
    }
    if (end < Files.size(file)) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(end);
      }
    }
    return last;
  }

  /** The last entry of the folder, null when it has none. */
  public @Nullable EventEntry last() {
    return last;
  }

  /** Appends an entry, which must come after {@link #last}. */
  public void append(EventEntry entry) throws IOException {
    byte[] batch = entry.batch();
    ByteBuffer bytes = ByteBuffer.allocate(EventEntry.HEAD_BYTES + batch.length);
    bytes.putInt(batch.length).putInt(0).putLong(entry.millis()).putLong(entry.sequence());
    bytes.put(batch).putInt(4, checksum(bytes.array())).flip();
    FileChannel open = channel(entry);
    while (bytes.hasRemaining()) {
      open.write(bytes);
    }
    last = entry;
  }

  /** Checksum of an entry as it stands in a file. */
  static int checksum(byte[] entry) {
    CRC32 crc = new CRC32();
    crc.update(entry, 8, entry.length - 8);
    return (int) crc.getValue();
  }

  private FileChannel channel(EventEntry entry) throws IOException {
    Path wanted = EventFiles.of(folder, Instant.ofEpochMilli(entry.millis()));
    FileChannel open = channel;
    if (open == null || !wanted.equals(file)) {
      close();
      open = FileChannel.open(wanted, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      channel = open;
      file = wanted;
    }
    return open;
  }

  /**
   * Deletes the oldest files.
   *
   * @param hours files to keep, at least 1
   * @return how many were deleted
   */
  public int keep(int hours) throws IOException {
    List<Path> files = EventFiles.in(folder);
    List<Path> old = files.subList(0, Math.max(0, files.size() - hours));
    for (Path each : old) {
      Files.delete(each);
    }
    return old.size();
  }

  @Override
  public void close() throws IOException {
    FileChannel open = channel;
    channel = null;
    if (open != null) {
      open.force(true);
      open.close();
    }
  }
}
